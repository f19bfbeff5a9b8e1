package dev.clew.http;

import dev.clew.query.QueryException;
import java.io.IOException;
import java.sql.SQLException;

/// What answers one path.
interface Route {
  /// The one method it takes.
  enum Method {
    /// Asks; changes nothing.
    GET,
    /// Has something done.
    POST
  }

  /// Answers.
  ///
  /// @throws RefusedException when the request makes no sense
  void answer(Exchange exchange)
      throws RefusedException, QueryException, IOException, SQLException, InterruptedException;
}
