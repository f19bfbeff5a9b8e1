/// Every question once: its name, its parameters, its answer. CLI and HTTP answer alike because
/// they ask here.
@NullMarked
package dev.clew.query;

import org.jspecify.annotations.NullMarked;
