package dev.clew.http;

import dev.clew.export.Export;
import dev.clew.export.ExportFormat;
import dev.clew.query.QueryException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;

/// Answers with a session as a document to keep:
/// `?session=ID&format=json|markdown|html&subagents=true&images=true&full_paths=false`.
final class ExportRoute implements Route {
  private static final Set<String> PARAMETERS =
      Set.of("session", "format", "subagents", "images", "full_paths");

  private final SourcesPool sources;
  private final Export.Surroundings surroundings;

  ExportRoute(SourcesPool sources, Export.Surroundings surroundings) {
    this.sources = sources;
    this.surroundings = surroundings;
  }

  @Override
  public void answer(Exchange exchange)
      throws RefusedException, QueryException, IOException, SQLException {
    var order = order(exchange.parameters());
    sources.with(open -> {
      var export = Export.of(order, open, surroundings);
      exchange.download(order.format().mediaType(), export.fileName(), export::writeTo);
      return order;
    });
  }

  private static Export.Order order(Map<String, String> values) throws RefusedException {
    for (var name : values.keySet()) {
      if (!PARAMETERS.contains(name)) {
        throw RefusedException.of(400, "export has no parameter '%s'".formatted(name));
      }
    }
    var format = values.getOrDefault("format", "html");
    return new Export.Order(
        values.getOrDefault("session", "last"),
        ExportFormat.named(format)
            .orElseThrow(() ->
                RefusedException.of(
                    400,
                    "format: expected one of %s, found '%s'"
                        .formatted(String.join(", ", ExportFormat.names()), format))),
        flag(values, "subagents", true),
        flag(values, "full_paths", false),
        flag(values, "images", true));
  }

  private static boolean flag(Map<String, String> values, String name, boolean otherwise)
      throws RefusedException {
    return switch (values.getOrDefault(name, Boolean.toString(otherwise))) {
      case "true", "" -> true;
      case "false" -> false;
      default -> throw RefusedException.of(400, name + ": expected true or false");
    };
  }
}
