package dev.clew.cost;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A price file in lines: tab-separated cells under a line that names their columns.
///
/// The format is described in `docs/guide/prices.md`. A file that breaks a rule is refused whole:
/// half a price list would be a wrong one.
///
/// @param lines those that price something, in the order of the file
/// @param defaults its first `default` line; else the one it inherited
record PriceFile(List<PriceLine> lines, @Nullable PriceLine defaults) {
  private static final List<String> NEEDED = List.of("model", "input", "output");

  /// Splits a file into lines; what they say is only looked at by [#check] or when it is needed.
  ///
  /// @param file how errors name it
  /// @param inherited the line that empty cells are read from above the first `default` line
  static PriceFile parse(String file, byte[] bytes, @Nullable PriceLine inherited)
      throws PriceFileException {
    List<String> header = List.of();
    var lines = new ArrayList<PriceLine>();
    var defaults = inherited;
    var firstDefaults = inherited;
    var number = 0;
    for (var text : decode(file, bytes).split("\n", -1)) {
      number++;
      if (text.isBlank() || text.startsWith("#")) {
        continue;
      }
      if (header.isEmpty()) {
        header = header(file, number, text);
        continue;
      }
      var cells = Arrays.asList(text.split("\t", -1));
      if (cells.size() > header.size()) {
        var expected = "at most %d tab-separated cells".formatted(header.size());
        throw new PriceFileException(file, number, expected, Integer.toString(cells.size()));
      }
      var line = new PriceLine(file, number, header, cells, defaults);
      if (line.isDefault()) {
        defaults = new PriceLine(file, number, header, cells, null);
        firstDefaults = lines.isEmpty() ? defaults : firstDefaults;
      } else {
        lines.add(line);
      }
    }
    if (header.isEmpty()) {
      throw new PriceFileException(file, number, "a line that names the columns", "the end");
    }
    return new PriceFile(List.copyOf(lines), firstDefaults);
  }

  /// Reads every line, and finds no two prices for one call.
  PriceFile check() throws PriceFileException {
    var byName = new HashMap<String, List<PriceRow>>();
    for (var line : lines) {
      var row = line.row();
      for (var name : row.names()) {
        var others = byName.computeIfAbsent(name, _ -> new ArrayList<>());
        for (var other : others) {
          if (row.overlaps(other)) {
            var expected = "one price for %s at a time".formatted(name);
            var found = "a second one beside line %d".formatted(other.line());
            throw new PriceFileException(line.file(), row.line(), expected, found);
          }
        }
        others.add(row);
      }
    }
    return this;
  }

  private static String decode(String file, byte[] bytes) throws PriceFileException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      var valid = new String(bytes, StandardCharsets.UTF_8);
      var line = valid.substring(0, valid.indexOf('\uFFFD')).split("\n", -1).length;
      throw new PriceFileException(file, line, "UTF-8", "other bytes");
    }
  }

  private static List<String> header(String file, int number, String line)
      throws PriceFileException {
    var names = Arrays.stream(line.split("\t", -1)).map(String::strip).toList();
    for (var name : names) {
      if (!PriceLine.COLUMNS.contains(name)) {
        var columns = "columns out of " + String.join(", ", PriceLine.COLUMNS) + ", tab-separated";
        throw new PriceFileException(file, number, columns, quoted(name));
      }
    }
    if (!names.containsAll(NEEDED) || new HashSet<>(names).size() < names.size()) {
      var expected = "each column once, " + String.join(", ", NEEDED) + " among them";
      throw new PriceFileException(file, number, expected, String.join(", ", names));
    }
    return names;
  }

  static String quoted(String text) {
    return "\"" + text + "\"";
  }
}
