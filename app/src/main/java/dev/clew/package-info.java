/// Where everything is put together.
@NullMarked
package dev.clew;

import org.jspecify.annotations.NullMarked;
