/// Moves: Clew fires hooks for them as an agent does for its tools, in the name of the person who
/// ordered them.
@NullMarked
package dev.clew.capture.move;

import org.jspecify.annotations.NullMarked;
