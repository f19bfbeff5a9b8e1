/// Line differences over bytes.
@NullMarked
package dev.clew.diff;

import org.jspecify.annotations.NullMarked;
