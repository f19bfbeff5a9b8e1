/// Takes secrets out of text.
///
/// [dev.clew.redact.Redactor] finds known values, vendor tokens and private keys, and puts a keyed
/// placeholder in their place, so that equal secrets stay recognisably equal.
@NullMarked
package dev.clew.redact;

import org.jspecify.annotations.NullMarked;
