/// What a shell command may do to files, as far as its text tells. Nothing is guessed: what is not
/// understood is opaque.
@NullMarked
package dev.clew.origin.shell;

import org.jspecify.annotations.NullMarked;
