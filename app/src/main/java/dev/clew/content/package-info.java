/// Sealed bytes by hash: put, get, forget; and which source record each of them is.
///
/// One SQLite database, `content.db`, described byte by byte in `docs/formats/content.md`.
@NullMarked
package dev.clew.content;

import org.jspecify.annotations.NullMarked;
