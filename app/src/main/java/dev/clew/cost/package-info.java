/// Tokens to money: a dated price table, the names models go by, and exact sums.
@NullMarked
package dev.clew.cost;

import org.jspecify.annotations.NullMarked;
