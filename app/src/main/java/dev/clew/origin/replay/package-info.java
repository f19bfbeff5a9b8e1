/// What files held and whose lines they had, by what transcripts tell of edits and reads alone:
/// pure.
@NullMarked
package dev.clew.origin.replay;

import org.jspecify.annotations.NullMarked;
