/// Measures the product: end to end against its peers, stage by stage, and in small pieces.
@NullMarked
package dev.clew.bench;

import org.jspecify.annotations.NullMarked;
