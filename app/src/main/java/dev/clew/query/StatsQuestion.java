package dev.clew.query;

import dev.clew.index.SessionFilter.Facet;
import dev.clew.index.StatsRow;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// How many sessions there are, what they did together, and how many have each agent, model,
/// repository and branch; or how many lines of a working tree, or of what commits brought, came
/// from whom.
public final class StatsQuestion implements Question<StatsQuestion.Row> {
  private static final List<String> FACETS =
      Arrays.stream(Facet.values()).map(facet -> facet.name().toLowerCase(Locale.ROOT)).toList();

  /// A row: of sessions, or of lines.
  public sealed interface Row permits SessionStats, LineStats {}

  /// How many sessions.
  public record SessionStats(StatsRow row) implements Row {}

  /// Something was recorded within the first of these: the session is running.
  private static final List<String> SPANS = List.of("15m", "1d", "7d", "30d");

  private static final long KEYS = 20;

  @Override
  public String name() {
    return "stats";
  }

  @Override
  public String summary() {
    return "Count sessions and add up what they did; or count lines by who wrote them.";
  }

  @Override
  public List<Shape> rows() {
    return List.of(
        Shape.of(
            "stats",
            "How many sessions there are, in all or with one value of something.",
            """
            by: text - all, or what they are counted by: agent, model, repo, branch, since...
            key: text - the value; empty for all
            sessions: number - how many sessions
            subagents?: number - how many sub-agents count for them; this and what follows of all only
            turns?: number - prompts
            model_calls?: number - calls of models
            tool_calls?: number - calls of tools
            errors?: number - steps that failed
            files_read?: number - files that each session read, added up
            files_changed?: number - files that each session changed, added up
            commands?: number - shell commands
            tokens?: tokens - of all calls
            cost_usd?: money - at list price; absent when no price is known
            unpriced_calls?: number - calls that have no known price
            active_at?: time - when something was last done
            """),
        Shape.of(
            "line_stats",
            "How many lines came from whom, in all or with one value of something.",
            LineStats.FIELDS));
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Filters.with(
            Parameter.text(
                    "range",
                    "count the lines that these commits brought, A..B or one commit, by who wrote them")
                .asPosition(false),
            Parameter.flag("lines", "count the lines of the working tree"),
            Parameter.text("folder", "the working tree; clew: where you stand"),
            Parameter.text(
                "by",
                "count by these only, with commas between, or by none: "
                    + String.join(", ", FACETS)
                    + "; lines: "
                    + String.join(", ", LineTally.FACETS)),
            Parameter.number("keys", "at most so many of each")));
  }

  @Override
  public Answer<Row> ask(Request request, Sources sources)
      throws QueryException, SQLException, IOException {
    if (countsLines(request)) {
      return CountedLines.of(
          sources,
          request
              .text("folder")
              .orElseThrow(() -> QueryException.usage("folder: say whose lines are to be counted")),
          request.text("range").orElse(""),
          lineFacets(request.text("by")),
          (int) request.number("keys", KEYS));
    }
    Map<String, Long> since = new LinkedHashMap<>();
    for (var span : SPANS) {
      since.put(span, Times.since(Optional.of(span), sources.clock()).orElseThrow());
    }
    return Answer.of(
        sources
            .index()
            .stats(
                Filters.of(request, sources.clock()),
                facets(request.text("by")),
                since,
                (int) request.number("keys", KEYS))
            .stream()
            .map(row -> (Row) new SessionStats(row))
            .toList());
  }

  /// Lines are meant where commits are named, or something that only lines have.
  private static boolean countsLines(Request request) {
    var by = request.text("by").orElse("");
    return request.text("range").isPresent()
        || request.flag("lines")
        || Arrays.stream(by.split(",", -1))
            .anyMatch(name -> LineTally.FACETS.contains(name) && !FACETS.contains(name));
  }

  private static List<String> lineFacets(Optional<String> by) throws QueryException {
    var facets = new ArrayList<String>();
    for (var name : by.map(text -> List.of(text.split(",", -1))).orElse(LineTally.USUAL)) {
      if (LineTally.FACETS.contains(name)) {
        facets.add(name);
      } else if (!name.equals("none")) {
        throw QueryException.usage(
            "by: expected some of %s with commas between, or none, found '%s'"
                .formatted(String.join(", ", LineTally.FACETS), name));
      }
    }
    return facets;
  }

  private static List<Facet> facets(Optional<String> by) throws QueryException {
    var facets = new ArrayList<Facet>();
    for (var name : by.map(text -> List.of(text.split(",", -1))).orElse(FACETS)) {
      if (FACETS.contains(name)) {
        facets.add(Facet.valueOf(name.toUpperCase(Locale.ROOT)));
      } else if (!name.equals("none")) {
        throw QueryException.usage(
            "by: expected some of %s with commas between, or none, found '%s'"
                .formatted(String.join(", ", FACETS), name));
      }
    }
    return facets;
  }

  @Override
  public void write(Row row, JsonGenerator json) {
    switch (row) {
      case SessionStats sessions -> write(sessions.row(), json);
      case LineStats lines -> lines.write(json);
    }
  }

  private static void write(StatsRow row, JsonGenerator json) {
    json.writeStartObject();
    var fields = new Fields(json);
    fields
        .text("by", row.facet().map(facet -> facet.name().toLowerCase(Locale.ROOT)).orElse("all"))
        .text("key", row.key())
        .number("sessions", row.sessions());
    var sums = row.sums();
    if (sums != null) {
      fields
          .number("subagents", sums.subagents())
          .number("turns", sums.turns())
          .number("model_calls", sums.work().modelCalls())
          .number("tool_calls", sums.work().toolCalls())
          .number("errors", sums.work().errors())
          .number("files_read", sums.filesRead())
          .number("files_changed", sums.filesChanged())
          .number("commands", sums.commands())
          .tokens("tokens", sums.work().tokens())
          .cost("cost_usd", SessionsQuestion.cost(sums.work()))
          .number("unpriced_calls", sums.work().unpriced())
          .at("active_at", sums.work().lastAt());
    }
    json.writeEndObject();
  }
}
