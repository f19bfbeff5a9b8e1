package dev.clew.index;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads whose work steps are, for many steps at once.
final class AuthorReader {
  private static final int AT_ONCE = 500;

  /// A tool call's model is that of the model call before it; what a transcript writes in one
  /// record begins at one instant.
  private static final String SELECT =
      """
      SELECT t.id, t.kind, t.tool, t.title, t.started, s.id AS session_id, s.agent,
        s.subagent_type, u.id AS turn_id, u.title AS prompt,
        coalesce(t.model,
          (SELECT m.model FROM step m WHERE m.session = t.session AND m.model IS NOT NULL
            AND m.started <= t.started ORDER BY m.started DESC LIMIT 1),
          (SELECT m.model FROM step m WHERE m.session = t.session AND m.model IS NOT NULL
            AND m.started > t.started ORDER BY m.started LIMIT 1)) AS answering
      FROM step t JOIN session s ON s.ref = t.session
      LEFT JOIN turn u ON u.id = (SELECT v.id FROM turn v WHERE v.session = coalesce(
          (SELECT m.ref FROM session m WHERE m.trace = s.trace AND m.subagent IS NULL), s.ref)
        AND v.at <= t.started ORDER BY v.at DESC, v.id DESC LIMIT 1)
      WHERE t.id IN
      """;

  private final Connection connection;

  AuthorReader(Connection connection) {
    this.connection = connection;
  }

  /// By step; a step that is not known is left out.
  Map<Long, StepAuthor> of(Collection<Long> steps) throws SQLException {
    var authors = new HashMap<Long, StepAuthor>();
    var left = new ArrayList<>(steps);
    for (var from = 0; from < left.size(); from += AT_ONCE) {
      List<Long> some = left.subList(from, Math.min(left.size(), from + AT_ONCE));
      new Sql()
          .add(SELECT + Sql.in(some))
          .list(connection, row -> authors.put(row.getLong("id"), author(row)));
    }
    return authors;
  }

  private static StepAuthor author(ResultSet row) throws SQLException {
    return new StepAuthor(
        row.getLong("id"),
        row.getString("session_id"),
        row.getString("agent"),
        row.getString("subagent_type"),
        Sql.nullable(row, "turn_id"),
        row.getString("prompt"),
        row.getString("kind"),
        row.getString("tool"),
        row.getString("title"),
        Sql.nullable(row, "started"),
        row.getString("answering"));
  }
}
