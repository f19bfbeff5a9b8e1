/// One class per command; the only user of the terminal.
@NullMarked
package dev.clew.cli;

import org.jspecify.annotations.NullMarked;
