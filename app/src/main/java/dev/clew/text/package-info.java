/// Words: cutting texts into the terms by which an index finds them, and finding in a text what was
/// asked for.
///
/// Both sides read characters alike ([Letters]); an index may therefore hold less than the text, as
/// long as it never misses a text that [TextQuery#find] would find.
@NullMarked
package dev.clew.text;

import org.jspecify.annotations.NullMarked;
