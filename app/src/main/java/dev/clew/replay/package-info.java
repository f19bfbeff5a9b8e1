/// What it takes to bring files back: plans of moves, computed from what was seen. Pure; nothing is
/// written here.
@NullMarked
package dev.clew.replay;

import org.jspecify.annotations.NullMarked;
