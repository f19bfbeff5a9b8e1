/// The queryable projections: sessions, turns, steps, changes, usage.
///
/// A projection is a pure function of the set of events: whatever the order in which events come,
/// split or doubled, the rows are the same. Every fact is therefore merged by a rule that does not
/// look at the order of arrival. One SQLite database, `index.db`, which can be deleted and rebuilt.
@NullMarked
package dev.clew.index;

import org.jspecify.annotations.NullMarked;
