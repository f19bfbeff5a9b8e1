package dev.clew.recorder;

/// The kinds of record: the agent and the form, separated by a dot.
final class RecordKind {
  /// Records that Clew writes about itself.
  static final String GAP = "clew.gap";

  private static final String LINE = ".line";
  private static final String MALFORMED = ".malformed";

  private RecordKind() {}

  /// A line of `agent`'s transcripts.
  static String line(String agent) {
    return agent + LINE;
  }

  /// A line that could not be read, and why: `json`, `utf8` or `length`.
  static String malformed(String agent, String why) {
    return agent + MALFORMED + "-" + why;
  }

  static boolean isMalformed(String kind) {
    return kind.contains(MALFORMED + "-");
  }

  /// Why a malformed record could not be read.
  static String reason(String kind) {
    return switch (kind.substring(kind.lastIndexOf('-') + 1)) {
      case "utf8" -> "not valid UTF-8";
      case "length" -> "longer than " + (Lines.MAX_LINE >> 20) + " MiB";
      default -> "not valid JSON";
    };
  }

  /// The agent of a kind.
  static String agent(String kind) {
    return kind.substring(0, kind.indexOf('.'));
  }
}
