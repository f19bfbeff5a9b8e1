/// A session as one document that can be given away: JSON, Markdown, HTML.
@NullMarked
package dev.clew.export;

import org.jspecify.annotations.NullMarked;
