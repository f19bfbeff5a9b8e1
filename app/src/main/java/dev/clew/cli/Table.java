package dev.clew.cli;

import java.util.ArrayList;
import java.util.List;

/// Rows of text in columns: every column as wide as its widest cell, the last one cut to what is
/// left of the line.
final class Table {
  /// A column: its heading, and whether it is set flush right.
  ///
  /// @param isSpare whether it is left out where it would leave too little for the last one
  record Column(String heading, boolean right, boolean isSpare) {
    Column spare() {
      return new Column(heading, right, true);
    }
  }

  private static final int LAST = 24;

  private final List<Column> columns;
  private final List<List<String>> rows = new ArrayList<>();

  Table(Column... columns) {
    this.columns = List.of(columns);
  }

  static Column left(String heading) {
    return new Column(heading, false, false);
  }

  static Column right(String heading) {
    return new Column(heading, true, false);
  }

  void add(String... cells) {
    rows.add(List.of(cells));
  }

  void print(Terminal terminal) {
    var paint = new Paint(terminal.colours());
    var widths = widths(terminal.width());
    terminal.line(
        paint.dim(line(columns.stream().map(Column::heading).toList(), widths).stripTrailing()));
    for (var row : rows) {
      terminal.line(line(row, widths).stripTrailing());
    }
  }

  private int[] widths(int width) {
    var widths = new int[columns.size()];
    var left = width;
    for (var i = 0; i < widths.length; i++) {
      widths[i] = columns.get(i).heading.length();
      for (var row : rows) {
        widths[i] = Math.max(widths[i], Cells.width(row.get(i)));
      }
      left -= i == widths.length - 1 ? 0 : widths[i] + 2;
    }
    var last = widths.length - 1;
    for (var i = last - 1; i >= 0 && left < Math.min(LAST, widths[last]); i--) {
      if (columns.get(i).isSpare) {
        left += widths[i] + 2;
        widths[i] = 0;
      }
    }
    widths[last] = Math.min(widths[last], Math.max(left, 10));
    return widths;
  }

  private String line(List<String> cells, int[] widths) {
    var line = new StringBuilder();
    for (var i = 0; i < widths.length; i++) {
      if (widths[i] == 0) {
        continue;
      }
      var cell = Words.fit(cells.get(i), widths[i]);
      line.append(i == 0 ? "" : "  ")
          .append(
              columns.get(i).right ? Words.padLeft(cell, widths[i]) : Words.pad(cell, widths[i]));
    }
    return line.toString();
  }
}
