package dev.clew.index;

import dev.clew.event.LineClaim;
import dev.clew.event.LineRange;
import dev.clew.event.OriginClass;
import dev.clew.event.RecordId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Reads what other tools say of lines, in an order that does not depend on that of arrival.
public final class ClaimReader {
  private static final String CLAIMS =
      """
      SELECT c.*, r.path AS root_path, p.path AS file
      FROM claim c JOIN path r ON r.id = c.root JOIN path p ON p.id = c.path
      """;

  private static final String IN_ORDER = "ORDER BY c.at, c.record, c.ordinal";

  private final Connection connection;

  ClaimReader(Connection connection) {
    this.connection = connection;
  }

  /// The claims of a commit.
  public List<ClaimRow> ofCommit(String commit) throws SQLException {
    return new Sql()
        .add(CLAIMS + "WHERE c.commit_id = ?", commit)
        .add(IN_ORDER)
        .list(connection, ClaimReader::row);
  }

  /// The claims of the content that Git calls `blob`, in this repository.
  public List<ClaimRow> ofBlob(String repository, String blob) throws SQLException {
    return new Sql()
        .add(CLAIMS + "WHERE c.blob = ? AND c.repository = ?", blob, repository)
        .add(IN_ORDER)
        .list(connection, ClaimReader::row);
  }

  /// Whether anything is claimed in these workspaces.
  public boolean hasAny(OriginGroup group) throws SQLException {
    return new Sql()
            .add("SELECT EXISTS (SELECT 1 FROM claim WHERE root IN " + Sql.in(group.ids()) + ")")
            .number(connection)
        > 0;
  }

  /// The claims of a content at a path below any of these workspaces.
  public List<ClaimRow> of(OriginGroup group, String path, String blob) throws SQLException {
    return new Sql()
        .add(CLAIMS + "WHERE c.blob = ? AND c.root IN " + Sql.in(group.ids()), blob)
        .add("AND p.path = r.path || '/' || ?", path)
        .add(IN_ORDER)
        .list(connection, ClaimReader::row);
  }

  /// The claims of the file at this absolute path.
  public List<ClaimRow> ofFile(String file) throws SQLException {
    return new Sql()
        .add(CLAIMS + "WHERE p.path = ?", file)
        .add(IN_ORDER)
        .list(connection, ClaimReader::row);
  }

  private static ClaimRow row(ResultSet row) throws SQLException {
    var root = row.getString("root_path");
    var file = row.getString("file");
    var path = file.startsWith(root + "/") ? file.substring(root.length() + 1) : file;
    return new ClaimRow(
        new RecordId(row.getString("record")),
        row.getInt("ordinal"),
        Sql.nullable(row, "at"),
        new LineClaim(
            row.getString("form"),
            root,
            row.getString("repository"),
            row.getString("commit_id"),
            path,
            row.getString("blob"),
            lines(row.getString("lines")),
            OriginClass.valueOf(row.getString("origin").toUpperCase(Locale.ROOT)),
            row.getString("author"),
            row.getString("tool"),
            row.getString("conversation"),
            row.getString("call"),
            row.getString("model"),
            row.getString("person"),
            row.getString("url")));
  }

  private static List<LineRange> lines(String text) {
    return Arrays.stream(text.split(",", -1)).map(ClaimReader::range).toList();
  }

  private static LineRange range(String text) {
    var dash = text.indexOf('-');
    return dash < 0
        ? new LineRange(Integer.parseInt(text), Integer.parseInt(text))
        : new LineRange(
            Integer.parseInt(text.substring(0, dash)), Integer.parseInt(text.substring(dash + 1)));
  }
}
