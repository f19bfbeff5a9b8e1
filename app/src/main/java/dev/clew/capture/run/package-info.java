/// Commands that `clew run` wraps: it fires hooks for them as an agent does for its tools.
@NullMarked
package dev.clew.capture.run;

import org.jspecify.annotations.NullMarked;
