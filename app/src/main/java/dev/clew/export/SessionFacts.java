package dev.clew.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The facts that stand at the top of a document, as label and value.
final class SessionFacts {
  private SessionFacts() {}

  static Map<String, String> of(Head head) {
    var session = head.session();
    var facts = new LinkedHashMap<String, String>();
    put(facts, "Agent", words(session, "agent", "agent_version"));
    put(facts, "Models", joined(session.path("models")));
    put(facts, "Repository", text(session, "repo"));
    put(facts, "Branch", text(session, "branch"));
    put(facts, "Time", time(session));
    put(facts, "Did", did(session));
    put(facts, "Tokens", Figures.tokens(session.path("total_tokens")));
    put(facts, "Cost", cost(session));
    for (var each : session.path("pull_requests").values()) {
      facts.merge("Pull request", text(each, "url"), (one, other) -> one + ", " + other);
    }
    for (var gap : session.path("gaps").values()) {
      var missing = "%s × %s".formatted(gap.path("count").asString(), text(gap, "reason"));
      facts.merge("Missing", missing, (one, other) -> one + "; " + other);
    }
    put(facts, "Session", text(session, "session"));
    put(facts, "Trace", text(session, "trace_id"));
    return facts;
  }

  /// What the document is called.
  static String title(JsonNode session) {
    var title = text(session, "title");
    return title.isBlank() ? "A session of " + text(session, "agent") : title;
  }

  private static void put(Map<String, String> facts, String label, String value) {
    if (!value.isEmpty()) {
      facts.put(label, value);
    }
  }

  private static String time(JsonNode session) {
    var from = Figures.minute(session.path("started_at"));
    var to = Figures.minute(session.path("ended_at"));
    var span = Figures.duration(session.path("duration_ms"));
    return from.equals(to) ? from : "%s to %s (%s)".formatted(from, to, span);
  }

  private static String did(JsonNode session) {
    return String.join(
        ", ",
        List.of(
            Figures.of(number(session, "turns"), "turn"),
            Figures.of(number(session, "total_model_calls"), "model call"),
            Figures.of(number(session, "total_tool_calls"), "tool call"),
            Figures.of(number(session, "total_errors"), "error"),
            Figures.of(number(session, "files_changed"), "file") + " changed"));
  }

  private static String cost(JsonNode session) {
    var money = Figures.money(session.path("total_cost_usd"));
    var unpriced = number(session, "unpriced_calls");
    if (money.isEmpty()) {
      return unpriced > 0 ? "unknown: no list price" : "";
    }
    return money + " at list price" + (unpriced > 0 ? ", without " + unpriced + " calls" : "");
  }

  private static String joined(JsonNode texts) {
    var all = new ArrayList<String>();
    texts.values().forEach(each -> all.add(each.asString("")));
    return String.join(", ", all);
  }

  /// The fields that are there, with a space between.
  static String words(JsonNode object, String... names) {
    var words = new ArrayList<String>();
    for (var name : names) {
      var value = text(object, name);
      if (!value.isEmpty()) {
        words.add(value);
      }
    }
    return String.join(" ", words);
  }

  static String text(JsonNode object, String name) {
    return object.path(name).asString("");
  }

  static long number(JsonNode object, String name) {
    return object.path(name).asLong(0);
  }
}
