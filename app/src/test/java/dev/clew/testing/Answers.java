package dev.clew.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Every answer that a world's store can give, as one list of lines: equal lists mean that nobody
/// can tell two stores apart by asking.
///
/// Left out is what tells of the way in and not of what happened: `sources[].entry` is the number
/// that a record got when it arrived; of the lists that follow it only the members are compared;
/// `status` tells the store's own folder and size.
public final class Answers {
  private Answers() {}

  /// All answers of the store in `world`.
  public static List<String> of(World world) {
    var answers = new ArrayList<String>();
    var sessions = world.clew("sessions", "--json").json();
    add(answers, "sessions", sessions);
    add(answers, "log", world.clew("log", "--all", "--json").json());
    var steps = world.clew("log", "--all", "--reverse", "--json").json();
    add(answers, "log --reverse", steps);
    for (var by : List.of("model", "session", "day", "repo", "agent", "week,model")) {
      add(answers, "cost " + by, world.clew("cost", "--by", by, "--json").json());
    }
    add(answers, "stats", world.clew("stats", "--json").json());
    add(answers, "stats --top", world.clew("stats", "--top", "--json").json());
    for (var session : sessions) {
      var id = session.path("session").asString();
      var shown = world.clew("show", id, "--json").json();
      add(answers, "show", shown);
      add(answers, "files", world.clew("files", id, "--json").json());
      add(answers, "log", world.clew("log", id, "--json").json());
      add(answers, "cost", world.clew("cost", "--session", id, "--json").json());
      for (var turn : shown.getFirst().path("turn_list").values()) {
        var turnId = turn.path("turn").asString();
        add(answers, "turn", world.clew("show", turnId, "--json").json());
      }
    }
    for (var step : steps) {
      var id = step.path("step").asString();
      add(answers, "step", world.clew("show", id, "--json").json());
    }
    for (var words : List.of("one", "ünï 🧶", "three lines", "src", "echo", "the", "updated")) {
      add(answers, "search " + words, world.clew("search", words, "--json").json());
    }
    for (var kind : List.of("prompts", "output", "commands", "diffs")) {
      add(answers, "search", world.clew("search", "t*", "--in", kind, "--json").json());
    }
    for (var status : world.clew("status", "--json").json()) {
      add(answers, "status", List.of(status.path("entries"), status.path("sessions")));
    }
    return answers;
  }

  /// Where two lists of answers part, for a person; empty when they are the same.
  public static String difference(List<String> one, List<String> other) {
    for (var i = 0; i < Math.max(one.size(), other.size()); i++) {
      var left = i < one.size() ? one.get(i) : "nothing more";
      var right = i < other.size() ? other.get(i) : "nothing more";
      if (!left.equals(right)) {
        return "answer %d:%n  %s%n  %s".formatted(i, left, right);
      }
    }
    return "";
  }

  private static void add(List<String> answers, String question, List<JsonNode> rows) {
    rows.forEach(row -> answers.add(question + " " + withoutTheWayIn(row)));
  }

  private static String withoutTheWayIn(JsonNode row) {
    if (row instanceof ObjectNode object && object.has("sources")) {
      var sources = new TreeSet<String>();
      for (var source : object.path("sources").values()) {
        sources.add(((ObjectNode) source).without("entry").toString());
      }
      var evidence = new TreeSet<String>();
      object.path("evidence").values().forEach(each -> evidence.add(each.asString()));
      return object.without(List.of("sources", "evidence")) + " " + sources + " " + evidence;
    }
    return row.toString();
  }
}
