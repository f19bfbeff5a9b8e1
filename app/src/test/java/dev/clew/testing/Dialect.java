package dev.clew.testing;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// How one agent writes, for tests that must hold for every agent. A new agent is one line in
/// [#all].
///
/// @param agent its short name
/// @param file the name of the file of session `SESSION`
/// @param lines a conversation of session `SESSION`: a prompt, a command and its result, an answer
/// @param fork the same conversation, copied into session `FORK` as the agent does it
/// @param prompt a prompt more, with the text `TEXT`
/// @param unknown a line of a type that the agent never wrote
/// @param unknownName what such a line is counted as
public record Dialect(
    String agent,
    String file,
    List<String> lines,
    List<String> fork,
    String prompt,
    String unknown,
    String unknownName) {

  /// Every agent's.
  public static List<Dialect> all() {
    return List.of(claude(), codex());
  }

  private static Dialect claude() {
    var lines = new ClaudeLines("SESSION", "SESSION", Instant.parse("2026-03-02T10:00:00Z"));
    lines.prompt("what is here").bash("SESSION", "toolu_SESSION", "ls");
    lines.result("toolu_SESSION", "a", false);
    lines.text("2-SESSION", "one file", 30);
    var more = new ClaudeLines("more-SESSION", "SESSION", Instant.parse("2026-03-02T11:00:00Z"));
    return new Dialect(
        "claude",
        "SESSION.jsonl",
        lines.lines(),
        lines.lines().stream()
            .map(line -> line.replace("\"sessionId\":\"SESSION\"", "\"sessionId\":\"FORK\""))
            .toList(),
        more.prompt("TEXT").lines().getFirst(),
        "{\"type\":\"never-seen\",\"sessionId\":\"SESSION\",\"uuid\":\"n-SESSION\"}",
        "type:never-seen");
  }

  private static Dialect codex() {
    var start = Instant.parse("2026-03-02T10:00:00Z");
    var lines = new CodexLines(start).meta("SESSION", "").turn("turn-SESSION", "gpt-5.4");
    lines.prompt("what is here").shell("toolu_SESSION", "ls").count(100, 20, 20);
    lines.output("toolu_SESSION", "a", 0).say("one file").count(250, 50, 30);
    return new Dialect(
        "codex",
        CodexLines.file("SESSION"),
        lines.lines(),
        new CodexLines(start).meta("FORK", "SESSION").copied(lines.lines()).lines(),
        new CodexLines(start.plusSeconds(3600)).prompt("TEXT").lines().getLast(),
        "{\"timestamp\":\"2026-03-02T10:00:09Z\",\"type\":\"never-seen\",\"payload\":{}}",
        "type:never-seen");
  }

  /// The session id with this number.
  public static String session(int number) {
    return "5e551000-0000-4000-8000-%012x".formatted(number);
  }

  /// The conversation of session `number`.
  public List<String> conversation(int number) {
    return lines.stream().map(line -> of(line, number)).toList();
  }

  /// The conversation of session `number`, copied into session `copy`.
  public List<String> forked(int number, int copy) {
    return fork.stream().map(line -> of(line.replace("FORK", session(copy)), number)).toList();
  }

  /// The conversation of session `number` with `middle` after its second line.
  public List<String> around(int number, List<String> middle) {
    var all = new ArrayList<>(conversation(number));
    all.addAll(2, middle);
    return all;
  }

  /// A prompt more for session `number`.
  public String prompt(int number, String text) {
    return of(prompt, number).replace("TEXT", text);
  }

  /// A line of an unknown type for session `number`.
  public String unknown(int number) {
    return of(unknown, number);
  }

  /// The name of the file of session `number`.
  public String file(int number) {
    return of(file, number);
  }

  private static String of(String text, int number) {
    return text.replace("SESSION", session(number));
  }

  /// The real transcripts of this agent, of at most so many bytes; empty without samples.
  public List<Path> samples(long bytes) {
    return Samples.files(agent, ".jsonl").stream()
        .filter(file -> file.toFile().length() <= bytes)
        .toList();
  }

  @Override
  public String toString() {
    return agent;
  }
}
