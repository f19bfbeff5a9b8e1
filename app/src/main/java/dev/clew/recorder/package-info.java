/// The pipeline: in, redact, store, project, notify; and the store that it keeps.
@NullMarked
package dev.clew.recorder;

import org.jspecify.annotations.NullMarked;
