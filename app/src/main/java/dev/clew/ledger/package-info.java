/// The record that cannot be changed unseen: an RFC 6962 Merkle log on plain files.
///
/// [dev.clew.ledger.Ledger] appends, proves and signs; [dev.clew.ledger.LedgerVerifier] recomputes
/// everything from the entries up. The files are described byte by byte in
/// `docs/formats/ledger.md`.
@NullMarked
package dev.clew.ledger;

import org.jspecify.annotations.NullMarked;
