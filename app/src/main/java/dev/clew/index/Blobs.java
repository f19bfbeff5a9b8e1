package dev.clew.index;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Hex ids as bytes in a column; what is no hex, a keyed hash of another form, stays text.
final class Blobs {
  private static final Pattern HEX = Pattern.compile("([0-9a-f]{2})+");

  private Blobs() {}

  static void set(PreparedStatement statement, int index, @Nullable String id) throws SQLException {
    if (id == null) {
      statement.setNull(index, Types.BLOB);
    } else if (HEX.matcher(id).matches()) {
      statement.setBytes(index, HexFormat.of().parseHex(id));
    } else {
      statement.setString(index, id);
    }
  }

  static @Nullable String get(ResultSet row, String column) throws SQLException {
    return switch (row.getObject(column)) {
      case null -> null;
      case byte[] bytes -> HexFormat.of().formatHex(bytes);
      case Object text -> text.toString();
    };
  }

  /// A value to ask for.
  static Object value(String id) {
    return HEX.matcher(id).matches() ? HexFormat.of().parseHex(id) : id;
  }
}
