/// What an agent did: the sealed [dev.clew.event.Event], its typed ids and its canonical encoding.
@NullMarked
package dev.clew.event;

import org.jspecify.annotations.NullMarked;
