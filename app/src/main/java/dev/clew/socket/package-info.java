/// The socket in the home: the running recorder runs other processes' commands.
@NullMarked
package dev.clew.socket;

import org.jspecify.annotations.NullMarked;
