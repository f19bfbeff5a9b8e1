package dev.clew.redact;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;

/// An exact content made comparable with a redacted one of the same file, line for line: what the
/// redacted one has placeholders for stands in the exact one as the same placeholders.
///
/// A placeholder says how long the secret was and has a keyed hash of it, so that only the same
/// secret is found; no rule is asked, and no secret leaves.
///
/// @param content as many lines as the exact one has
/// @param heads for each line the first one of the passage that one redacted line stands for; its
///   own number for all others
@SuppressWarnings("ArrayRecordComponent") // never compared
public record MaskedLines(byte[] content, int[] heads) {
  private static final Pattern SHAPE =
      Pattern.compile("⟦secret:([a-z0-9._-]{1,80}):[0-9a-f]{8}:([0-9]{1,10})⟧");
  private static final String SWALLOWED = "⟦more⟧";

  /// The exact content as the redacted one would tell it.
  ///
  /// @param key that the placeholders were made with
  public static MaskedLines like(byte[] exact, byte[] redacted, byte[] key) {
    var text = decoded(exact);
    var other = decoded(redacted);
    if (text.isEmpty() || !other.contains("⟦secret:")) {
      return new MaskedLines(exact, new int[0]);
    }
    var masking = new Masking(text, new Placeholder(key));
    for (var line : new LinkedHashSet<>(List.of(other.split("\n", -1)))) {
      if (SHAPE.matcher(line).find()) {
        masking.mask(line);
      }
    }
    return masking.result(exact);
  }

  /// Whether a line is a part of what one redacted line stands for, and not its first.
  public boolean isSwallowed(int line) {
    return line < heads.length && heads[line] != line;
  }

  /// Empty where the bytes are no UTF-8.
  private static String decoded(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return "";
    }
  }

  private static final class Masking {
    private final String text;
    private final Placeholder placeholder;
    private final List<Integer> starts = new ArrayList<>();
    private final List<String> lines;
    private final int[] heads;
    private boolean found;

    Masking(String text, Placeholder placeholder) {
      this.text = text;
      this.placeholder = placeholder;
      lines = new ArrayList<>(List.of(text.split("\n", -1)));
      heads = new int[lines.size()];
      var start = 0;
      for (var i = 0; i < lines.size(); i++) {
        heads[i] = i;
        starts.add(start);
        start += lines.get(i).length() + 1;
      }
    }

    void mask(String redacted) {
      for (var i = 0; i < lines.size(); i++) {
        var end = heads[i] == i ? end(redacted, starts.get(i)) : -1;
        if (end >= 0) {
          var last = Collections.binarySearch(starts, end);
          last = last < 0 ? -last - 2 : last;
          lines.set(i, redacted);
          for (var next = i + 1; next <= last; next++) {
            lines.set(next, SWALLOWED);
            heads[next] = i;
          }
          found = true;
        }
      }
    }

    /// Where the passage ends that the redacted line stands for; -1 when it does not stand for what
    /// begins here.
    private int end(String redacted, int start) {
      var matcher = SHAPE.matcher(redacted);
      var at = start;
      var from = 0;
      while (matcher.find()) {
        var literal = redacted.substring(from, matcher.start());
        at += literal.length();
        var end = at + Long.parseLong(matcher.group(2));
        if (end > text.length()
            || !text.startsWith(literal, at - literal.length())
            || !placeholder
                .of(matcher.group(1), text.substring(at, (int) end))
                .equals(matcher.group())) {
          return -1;
        }
        at = (int) end;
        from = matcher.end();
      }
      var rest = redacted.substring(from);
      var end = at + rest.length();
      return text.startsWith(rest, at) && (end == text.length() || text.charAt(end) == '\n')
          ? end
          : -1;
    }

    MaskedLines result(byte[] exact) {
      return found
          ? new MaskedLines(String.join("\n", lines).getBytes(StandardCharsets.UTF_8), heads)
          : new MaskedLines(exact, new int[0]);
    }
  }
}
