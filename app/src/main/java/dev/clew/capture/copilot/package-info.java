/// GitHub Copilot's CLI: what its hooks tell.
@NullMarked
package dev.clew.capture.copilot;

import org.jspecify.annotations.NullMarked;
