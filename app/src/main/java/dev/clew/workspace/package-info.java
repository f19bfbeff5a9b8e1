/// A working tree: scanned, watched, kept as trees by hash, compared. Git's folder is only read.
@NullMarked
package dev.clew.workspace;

import org.jspecify.annotations.NullMarked;
