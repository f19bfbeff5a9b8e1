package dev.clew.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/// Varies the texts in one line of JSON and leaves its structure, keys, numbers, types, model and
/// tool names and times as they are.
///
/// Works on the bytes and never changes their number; a line that is no JSON comes out varied in
/// the strings that can be made out.
final class VariedLine {
  /// Keys whose values are words of the format, not text.
  private static final Set<String> WORDS =
      Set.of(
          "type",
          "subtype",
          "role",
          "name",
          "tool_name",
          "model",
          "resolvedModel",
          "timestamp",
          "backupTime",
          "startTime",
          "endTime",
          "version",
          "userType",
          "entrypoint",
          "hookEvent",
          "stop_reason",
          "stopReason",
          "service_tier",
          "inference_geo",
          "speed",
          "status",
          "mode",
          "output_mode",
          "kind",
          "level",
          "permissionMode",
          "operation",
          "trigger",
          "media_type",
          "effort",
          "category",
          "priority",
          "encoding",
          "subagent_type",
          "agentType",
          "taskType",
          "task_type",
          "error",
          "isolation",
          "commandMode",
          "toolDenialKind",
          "verdict",
          "outcome");

  /// What follows this many bytes of an attachment tells no longer what kind of file it is.
  private static final int MAGIC = 16;

  private static final int TIME = 20;

  private final Variation variation;
  private byte[][] keys = new byte[32][];
  private int depth;

  VariedLine(Variation variation) {
    this.variation = variation;
  }

  /// Varies `line[0, length)` in place.
  void apply(byte[] line, int length) {
    depth = 0;
    var at = 0;
    while (at < length) {
      switch (line[at]) {
        case '{', '[' -> push();
        case '}', ']' -> depth = Math.max(0, depth - 1);
        case '"' -> {
          var end = end(line, at + 1, length);
          string(line, at + 1, end, length);
          at = end;
        }
        default -> {}
      }
      at++;
    }
  }

  private void push() {
    if (depth + 1 == keys.length) {
      keys = Arrays.copyOf(keys, keys.length * 2);
    }
    var above = keys[depth];
    keys[++depth] = above;
  }

  /// Where the string that begins at `from` ends: its closing quote, or the line's end.
  private static int end(byte[] line, int from, int length) {
    var at = from;
    while (at < length && line[at] != '"') {
      at += line[at] == '\\' ? 2 : 1;
    }
    return Math.min(at, length);
  }

  private void string(byte[] line, int from, int end, int length) {
    var next = end + 1;
    while (next < length && line[next] == ' ') {
      next++;
    }
    if (next < length && line[next] == ':') {
      keys[depth] = Arrays.copyOfRange(line, from, end);
      if (!isName(line, from, end)) {
        variation.apply(line, from, end);
      }
      return;
    }
    var key = keys[depth] == null ? "" : new String(keys[depth], StandardCharsets.UTF_8);
    if (WORDS.contains(key) || isTime(line, from, end)) {
      return;
    }
    var magic = key.equals("data") || key.equals("base64") ? MAGIC : 0;
    variation.apply(line, Math.min(end, from + magic), end);
  }

  /// Whether a key is a name that a program looks up; others are paths or questions.
  private static boolean isName(byte[] line, int from, int end) {
    for (var i = from; i < end; i++) {
      var each = line[i];
      if (each == '/' || each == '.' || each == ' ' || each == '\\') {
        return false;
      }
    }
    return true;
  }

  private static boolean isTime(byte[] line, int from, int end) {
    return end - from >= TIME
        && end - from <= TIME + 10
        && line[from + 4] == '-'
        && line[from + 7] == '-'
        && line[from + 10] == 'T'
        && line[from] == '2';
  }
}
