/// Brings files of a working tree into a given state: staged, verified, swapped in, one at a time,
/// so that each is as it was or as it shall be whatever happens in between. Never writes outside
/// the tree or into Git's folder; what somebody else changed meanwhile is left alone.
@NullMarked
package dev.clew.workspace.restore;

import org.jspecify.annotations.NullMarked;
