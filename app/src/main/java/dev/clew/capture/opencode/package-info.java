/// OpenCode: what its hooks tell.
@NullMarked
package dev.clew.capture.opencode;

import org.jspecify.annotations.NullMarked;
