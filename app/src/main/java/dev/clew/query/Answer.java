package dev.clew.query;

import dev.clew.index.Page;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Rows, and how to get the next ones.
///
/// @param next the cursor of the next rows; empty when these are the last
/// @param total how many rows the whole answer has; [#UNCOUNTED] when that was not found out
/// @param notes what a person should know of the answer, for example why it may be incomplete
public record Answer<R>(List<R> rows, Optional<String> next, long total, List<String> notes) {
  /// Stands for a total that nobody has counted.
  public static final long UNCOUNTED = -1;

  Answer(List<R> rows, Optional<String> next, long total) {
    this(rows, next, total, List.of());
  }

  /// An answer that is whole.
  static <R> Answer<R> of(List<R> rows) {
    return new Answer<>(rows, Optional.empty(), rows.size());
  }

  /// The part of `rows` that the request asks for.
  static <R> Answer<R> of(List<R> rows, Request request) throws QueryException {
    var from = (int) Math.min(rows.size(), request.offset());
    var to = request.limit() < 0 ? rows.size() : Math.min(rows.size(), from + request.limit());
    return of(new Page<>(rows.subList(from, to), from, rows.size()), row -> row);
  }

  static <T, R> Answer<R> of(Page<T> page, Function<T, R> row) {
    var end = page.offset() + page.rows().size();
    return new Answer<>(
        page.rows().stream().map(row).toList(),
        end < page.total() && !page.rows().isEmpty()
            ? Optional.of(Long.toString(end))
            : Optional.empty(),
        page.total());
  }
}
