package dev.clew.index;

import dev.clew.event.Confidence;
import dev.clew.event.OriginClass;
import dev.clew.event.SpanId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Why lines are as they are.
///
/// @param id derived from all the rest: equal causes have equal ids, in every index
/// @param origin who did it
/// @param confidence how well that is known
/// @param session the id of the session in which it happened
/// @param step the step that did it; absent when none is known to have
/// @param at when, in epoch milliseconds
/// @param evidence what supports it
/// @param candidates the steps that may have done it, when it is not known which
/// @param commit the commit that it came with
/// @param base the cause that it adds a note to; absent when it stands for itself
/// @param note what was done to the lines without changing what they say: `whitespace`, `copied`
/// @param noteStep the step that did that
public record CauseRow(
    long id,
    OriginClass origin,
    Confidence confidence,
    @Nullable String session,
    @Nullable Long step,
    @Nullable Long at,
    List<String> evidence,
    List<SpanId> candidates,
    @Nullable String commit,
    @Nullable Long base,
    @Nullable String note,
    @Nullable Long noteStep) {
  private static final long ID_BITS = (1L << 56) - 1;

  /// The cause with the id that follows from the rest.
  public static CauseRow of(
      OriginClass origin,
      Confidence confidence,
      @Nullable String session,
      @Nullable Long step,
      @Nullable Long at,
      List<String> evidence,
      List<SpanId> candidates,
      @Nullable String commit,
      @Nullable Long base,
      @Nullable String note,
      @Nullable Long noteStep) {
    var text =
        "%s\0%s\0%s\0%s\0%s\0%s\0%s\0%s\0%s\0%s\0%s"
            .formatted(
                origin.wire(),
                confidence.wire(),
                session,
                step,
                at,
                String.join(" ", evidence),
                words(candidates),
                commit,
                base,
                note,
                noteStep);
    return new CauseRow(
        id(text),
        origin,
        confidence,
        session,
        step,
        at,
        List.copyOf(evidence),
        List.copyOf(candidates),
        commit,
        base,
        note,
        noteStep);
  }

  static String words(List<SpanId> spans) {
    return spans.stream().map(SpanId::hex).collect(Collectors.joining(" "));
  }

  private static long id(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update("clew/cause/v1\0".getBytes(StandardCharsets.UTF_8));
      var bits = ByteBuffer.wrap(digest.digest(text.getBytes(StandardCharsets.UTF_8))).getLong();
      return (bits & ID_BITS) | 1; // never 0, 8 bytes as a varint
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
