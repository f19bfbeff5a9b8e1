/// The loopback server: every question over HTTP, the page's files, and what only the process that
/// writes the store may do.
@NullMarked
package dev.clew.http;

import org.jspecify.annotations.NullMarked;
