/// Cursor: what its hooks tell.
@NullMarked
package dev.clew.capture.cursor;

import org.jspecify.annotations.NullMarked;
