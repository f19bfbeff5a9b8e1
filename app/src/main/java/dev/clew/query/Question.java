package dev.clew.query;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// Something that can be asked of a store.
///
/// @param <R> a row of the answer
public interface Question<R> {
  /// The name: a CLI verb and a path under `/api/v1/`.
  String name();

  /// What it answers, in one line.
  String summary();

  /// What it can be asked with.
  List<Parameter> parameters();

  /// What the objects of its answer look like: one shape, or several where they differ.
  default List<Shape> rows() {
    return List.of();
  }

  /// The shapes of what those objects hold, where no other question has them already.
  default List<Shape> parts() {
    return List.of();
  }

  /// The answer.
  ///
  /// @throws QueryException when the request makes no sense or what it names does not exist
  Answer<R> ask(Request request, Sources sources) throws QueryException, SQLException, IOException;

  /// Writes a row as one JSON object.
  void write(R row, JsonGenerator json);
}
