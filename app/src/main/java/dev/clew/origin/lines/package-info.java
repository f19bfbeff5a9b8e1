/// Whose lines a content has, by what its ancestors had: pure, over bytes.
@NullMarked
package dev.clew.origin.lines;

import org.jspecify.annotations.NullMarked;
