/// Test helpers.
@NullMarked
package dev.clew.testing;

import org.jspecify.annotations.NullMarked;
