package dev.clew.cli;

import dev.clew.query.BisectStates;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// A bisection as text and as JSON: each probe, and what was found.
final class BisectText {
  private static final int SHORT = 12;
  private static final int SHOWN = 40;

  private final Context context;
  private final Terminal terminal;
  private final boolean json;
  private int probes;
  private long written;

  BisectText(Context context, boolean json) {
    this.context = context;
    this.terminal = context.terminal();
    this.json = json;
  }

  /// A state was tried.
  ///
  /// @param left how many may still be the first bad one
  /// @param files how many files were written so far
  void probed(String snapshot, int code, int left, long files) {
    probes++;
    written = files;
    var verdict = code == 0 ? "good" : code == 125 ? "skip" : "bad";
    terminal.say(
        "%s  %-4s  (%d)  %d left".formatted(snapshot.substring(0, SHORT), verdict, code, left));
    if (json) {
      Ndjson.print(
          terminal.out(),
          List.of(snapshot),
          (_, generator) -> {
            generator.writeStartObject();
            generator.writeStringProperty("snapshot", snapshot);
            generator.writeStringProperty("verdict", verdict);
            generator.writeNumberProperty("code", code);
            generator.writeNumberProperty("left", left);
            generator.writeEndObject();
          });
    }
  }

  /// It was ended from outside.
  void broken() {
    terminal.say("broken off");
  }

  /// What was found.
  ///
  /// @param passages one, or those among which the states that could not be tried leave it open
  void found(List<BisectStates.Passage> passages, BisectStates states) {
    if (json) {
      Ndjson.print(
          terminal.out(), List.of(passages), (each, generator) -> write(each, states, generator));
      return;
    }
    if (passages.size() > 1) {
      terminal.line(
          "the first bad state is one of these %d: those between could not be tried"
              .formatted(passages.size()));
    }
    passages.forEach(this::passage);
    terminal.line(
        "%s over %s".formatted(Words.of(probes, "probe"), Words.of(states.size(), "state")));
  }

  private void passage(BisectStates.Passage passage) {
    var name = passage.snapshot().substring(0, SHORT);
    if (passage.author().isEmpty()) {
      terminal.line(
          "first bad: snapshot %s, %s: changed between steps, by nobody who is known"
              .formatted(name, context.time(passage.at())));
    } else {
      var author = passage.author().get();
      var step = hex(author.step());
      terminal.line(
          "first bad: step %s, %s: %s"
              .formatted(step, context.time(passage.at()), Escapes.line(author.title())));
      var prompt = author.prompt();
      if (prompt != null) {
        terminal.line("  prompt   " + Escapes.line(prompt));
      }
      terminal.line(
          "  session  %s (%s%s)"
              .formatted(
                  author.session(),
                  author.agent(),
                  author.model() == null ? "" : ", " + Escapes.line(author.model())));
    }
    for (var each : passage.changes().subList(0, Math.min(SHOWN, passage.changes().size()))) {
      terminal.line("  %-7s  %s".formatted(each.op(), Escapes.line(each.path())));
    }
    if (passage.changes().size() > SHOWN) {
      terminal.line("  and %d more".formatted(passage.changes().size() - SHOWN));
    }
    passage
        .author()
        .ifPresent(author ->
            terminal.line(
                "  clew diff %1$s shows it; clew undo %1$s takes it back"
                    .formatted(hex(author.step()))));
  }

  private static String hex(long id) {
    return "%016x".formatted(id);
  }

  private void write(
      List<BisectStates.Passage> passages, BisectStates states, JsonGenerator generator) {
    generator.writeStartObject();
    generator.writeStringProperty("root", states.root());
    generator.writeNumberProperty("states", states.size());
    generator.writeNumberProperty("probes", probes);
    generator.writeNumberProperty("files_written", written);
    generator.writeArrayPropertyStart("first_bad");
    passages.forEach(each -> write(each, generator));
    generator.writeEndArray();
    generator.writeEndObject();
  }

  private static void write(BisectStates.Passage passage, JsonGenerator generator) {
    generator.writeStartObject();
    generator.writeStringProperty("snapshot", passage.snapshot());
    if (passage.at() != null) {
      generator.writeStringProperty("at", Instant.ofEpochMilli(passage.at()).toString());
    }
    passage
        .author()
        .ifPresent(author -> {
          generator.writeStringProperty("step", hex(author.step()));
          generator.writeStringProperty("title", author.title());
          generator.writeStringProperty("session", author.session());
          generator.writeStringProperty("agent", author.agent());
          text("model", author.model(), generator);
          if (author.turn() != null) {
            generator.writeStringProperty("turn", hex(author.turn()));
          }
          text("prompt", author.prompt(), generator);
        });
    generator.writeArrayPropertyStart("changes");
    for (var each : passage.changes()) {
      generator.writeStartObject();
      generator.writeStringProperty("op", each.op());
      generator.writeStringProperty("path", each.path());
      text("from", each.from(), generator);
      generator.writeEndObject();
    }
    generator.writeEndArray();
    generator.writeEndObject();
  }

  private static void text(String name, @Nullable String value, JsonGenerator generator) {
    if (value != null) {
      generator.writeStringProperty(name, value);
    }
  }
}
