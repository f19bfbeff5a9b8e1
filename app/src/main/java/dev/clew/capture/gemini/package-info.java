/// Gemini CLI: what its hooks tell.
@NullMarked
package dev.clew.capture.gemini;

import org.jspecify.annotations.NullMarked;
