/// What is seen in a workspace, as a record of Clew's own: `docs/formats/workspace-record.md`.
@NullMarked
package dev.clew.capture.workspace;

import org.jspecify.annotations.NullMarked;
