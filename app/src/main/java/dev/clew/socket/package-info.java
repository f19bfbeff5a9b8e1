/// The sockets in the home: what other processes bring to the running recorder, commands and hooks.
@NullMarked
package dev.clew.socket;

import org.jspecify.annotations.NullMarked;
