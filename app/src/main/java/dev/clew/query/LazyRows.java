package dev.clew.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/// Rows that are read when they are come to, some hundred at a time, so that an answer of any
/// length takes little memory. To be gone through while the sources that they come from are open.
///
/// What cannot be read is an [UncheckedIOException].
final class LazyRows<R> extends AbstractList<R> implements RandomAccess {
  private static final int AT_ONCE = 200;

  /// Reads rows, one for each number.
  interface Reader<R> {
    List<R> read(List<Long> numbers) throws SQLException;
  }

  private final List<Long> numbers;
  private final Reader<R> reader;
  private List<R> read = List.of();
  private int from;

  LazyRows(List<Long> numbers, Reader<R> reader) {
    this.numbers = numbers;
    this.reader = reader;
  }

  @Override
  public int size() {
    return numbers.size();
  }

  @Override
  public R get(int index) {
    if (index < from || index >= from + read.size()) {
      var first = index - index % AT_ONCE;
      try {
        read = reader.read(numbers.subList(first, Math.min(numbers.size(), first + AT_ONCE)));
      } catch (SQLException e) {
        throw new UncheckedIOException(new IOException(e.getMessage(), e));
      }
      from = first;
    }
    return read.get(index - from);
  }
}
