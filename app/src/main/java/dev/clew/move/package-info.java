/// Carrying out what was planned and does not end with its files: the commit that takes a session's
/// work back, and moves that wait for somebody. CLI and HTTP do the same because they do it here.
@NullMarked
package dev.clew.move;

import org.jspecify.annotations.NullMarked;
