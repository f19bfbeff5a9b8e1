package dev.clew.recorder;

import dev.clew.capture.Transcripts;

/// The kinds of record: the agent and the form, separated by a dot.
final class RecordKind {
  /// Records that Clew writes about itself.
  static final String GAP = "clew.gap";

  /// Clew's notes of what it was told to destroy.
  static final String ERASURE = "clew.erasure";

  /// The form of a line of a transcript.
  static final String LINE = "line";

  /// The form of a hook's payload.
  static final String HOOK = "hook";

  private static final String MALFORMED = ".malformed";

  private RecordKind() {}

  /// A record of these files.
  static String of(Transcripts files) {
    return files.agent() + "." + files.form();
  }

  /// A payload of `agent`'s hooks.
  static String hook(String agent) {
    return agent + "." + HOOK;
  }

  /// A line that could not be read, and why: `json`, `utf8` or `length`.
  static String malformed(String agent, String why) {
    return agent + MALFORMED + "-" + why;
  }

  /// Whether it is a note of Clew's own, which tells of no session.
  static boolean isNote(String kind) {
    return kind.equals(GAP) || kind.equals(ERASURE);
  }

  /// Whether it is of Clew's own making, and of no agent's.
  static boolean isOwn(String kind) {
    return agent(kind).equals("clew");
  }

  static boolean isMalformed(String kind) {
    return kind.contains(MALFORMED + "-");
  }

  /// Why a malformed record could not be read.
  static String reason(String kind) {
    return switch (kind.substring(kind.lastIndexOf('-') + 1)) {
      case "utf8" -> "not valid UTF-8";
      case "length" -> "longer than " + (Lines.MAX_LINE >> 20) + " MiB";
      case "frame" -> "not a hook's frame";
      default -> "not valid JSON";
    };
  }

  /// The agent of a kind.
  static String agent(String kind) {
    return kind.substring(0, kind.indexOf('.'));
  }

  /// What follows the agent in a kind.
  static String form(String kind) {
    return kind.substring(kind.indexOf('.') + 1);
  }
}
