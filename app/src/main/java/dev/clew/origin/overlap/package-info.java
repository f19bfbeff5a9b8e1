/// What each conversation has seen of the files of a workspace, and which writes were made from a
/// version that was no longer there. Pure.
@NullMarked
package dev.clew.origin.overlap;

import org.jspecify.annotations.NullMarked;
