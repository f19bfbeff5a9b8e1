package dev.clew.recorder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// One hook's payload as its client sends it: a line that says what comes, then the payload.
///
/// The same bytes go through the socket and stand in a file of the spool; `docs/formats/hooks.md`
/// has the form.
///
/// @param agent the agent whose settings fired the hook
/// @param event the hook's name in these settings
/// @param nonce 32 hex digits that name this delivery
/// @param stampNs when the client was started, in nanoseconds since 1970
/// @param pid the process that called the client
/// @param waitMs how long the client lets the recorder look around before it answers; 0 for not at
///   all
/// @param length how long the payload was
/// @param payload the payload; empty when it was longer than [#LONGEST]
public record HookFrame(
    String agent,
    String event,
    String nonce,
    long stampNs,
    long pid,
    int waitMs,
    long length,
    byte[] payload) {
  /// The longest payload that is kept, in bytes; of a longer one nothing but its length is.
  public static final int LONGEST = 16 << 20;

  /// The longest first line, in bytes.
  static final int LONGEST_HEAD = 256;

  /// The length of a payload that goes on to the end of its file.
  private static final String TO_THE_END = "-";

  private static final Pattern HEAD =
      Pattern.compile(
          "clwh1 ([a-z][a-z0-9_-]{0,31}) ([\\w.:-]{1,64}) ([0-9a-f]{32}|-) ([0-9]{1,19})"
              + " ([0-9]{1,10}) ([0-9]{1,5}) ([0-9]{1,18}|-)");

  /// What a frame's first line says.
  ///
  /// @param nonce absent as `-`: the file's name and time stand for it
  /// @param length -1 when the payload goes on to the end
  record Head(
      String agent, String event, String nonce, long stampNs, long pid, int waitMs, long length) {
    /// How many bytes follow.
    long follows() {
      return length > LONGEST ? 0 : length;
    }

    HookFrame with(byte[] payload) {
      return new HookFrame(
          agent,
          event,
          nonce,
          stampNs,
          pid,
          waitMs,
          length < 0 ? payload.length : length,
          payload.length > LONGEST ? new byte[0] : payload);
    }
  }

  /// Bytes that are no frame.
  static final class NoFrameException extends IOException {
    private static final long serialVersionUID = 1;

    NoFrameException(String message) {
      super(message);
    }
  }

  /// One that this process sends now.
  ///
  /// @param nonce 16 bytes that nobody else has
  public static HookFrame now(
      String agent, String event, byte[] nonce, int waitMs, byte[] payload) {
    var now = Instant.now();
    return new HookFrame(
        agent,
        event,
        nonce(nonce),
        now.getEpochSecond() * 1_000_000_000L + now.getNano(),
        ProcessHandle.current().pid(),
        waitMs,
        payload.length,
        payload);
  }

  /// Reads a frame's first line.
  static Head head(InputStream in) throws IOException {
    var line = new byte[LONGEST_HEAD];
    for (var n = 0; n < line.length; n++) {
      var next = in.read();
      if (next < 0) {
        throw new NoFrameException("it ends in its first line");
      }
      if (next == '\n') {
        return head(new String(line, 0, n, StandardCharsets.ISO_8859_1));
      }
      line[n] = (byte) next;
    }
    throw new NoFrameException("its first line is too long");
  }

  private static Head head(String line) throws NoFrameException {
    var match = HEAD.matcher(line);
    if (!match.matches()) {
      throw new NoFrameException("its first line is none that is known");
    }
    try {
      return new Head(
          match.group(1),
          match.group(2),
          match.group(3).equals("-") ? "" : match.group(3),
          Long.parseLong(match.group(4)),
          Long.parseLong(match.group(5)),
          Integer.parseInt(match.group(6)),
          match.group(7).equals(TO_THE_END) ? -1 : Long.parseLong(match.group(7)));
    } catch (NumberFormatException e) {
      throw new NoFrameException("a number in its first line is too large");
    }
  }

  /// The frame as it goes over the wire.
  public byte[] bytes() {
    var head =
        "clwh1 %s %s %s %d %d %d %d\n"
            .formatted(agent, event, nonce, stampNs, pid, waitMs, length)
            .getBytes(StandardCharsets.US_ASCII);
    var whole = Arrays.copyOf(head, head.length + payload.length);
    System.arraycopy(payload, 0, whole, head.length, payload.length);
    return whole;
  }

  /// The name of its file in the spool: files sort in the order of their stamps.
  public String spoolName() {
    return "%020d-%s%s".formatted(stampNs, nonce, Spool.SUFFIX);
  }

  /// A nonce of these 16 bytes.
  public static String nonce(byte[] bytes) {
    return HexFormat.of().formatHex(bytes, 0, 16);
  }

  @Override
  public String toString() {
    return "%s %s of %d bytes".formatted(agent, event, length); // never the payload
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HookFrame frame && nonce.equals(frame.nonce);
  }

  @Override
  public int hashCode() {
    return nonce.hashCode();
  }
}
