/// What other tools say of who wrote which line, as records: git-ai's notes and Agent Trace. Their
/// forms are read and written here: `docs/formats/claims.md`.
@NullMarked
package dev.clew.capture.claims;

import org.jspecify.annotations.NullMarked;
