package dev.clew.replay;

import dev.clew.diff.ThreeWay;
import dev.clew.event.FileVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Takes one change of a path back from what the path holds.
final class Merge {
  private final Bytes bytes;
  private final String name;

  /// @param name what conflict markers call the state that is brought back
  Merge(Bytes bytes, String name) {
    this.bytes = bytes;
    this.name = name;
  }

  /// What comes of it.
  ///
  /// @param held what the path holds then
  /// @param kept why nothing could be taken back; absent when it was
  /// @param conflicts how many places in `held` have markers
  record Result(Held held, @Nullable String kept, int conflicts) {
    static Result clean(Held held) {
      return new Result(held, null, 0);
    }

    static Result kept(Held held, String why) {
      return new Result(held, why, 0);
    }
  }

  /// @param base what the change left
  /// @param ours what is there now
  /// @param theirs what the change found
  Result take(Held base, Held ours, Held theirs) throws IOException {
    if (ours.isSame(theirs) || base.isSame(theirs)) {
      return Result.clean(ours);
    }
    if (ours.isSame(base)) {
      return theirs.isNothing() || theirs.isKept()
          ? Result.clean(theirs)
          : Result.kept(ours, notKept(theirs));
    }
    if (ours.isNothing()) {
      return Result.kept(ours, "it is not there any more");
    }
    if (base.isNothing()) {
      return Result.kept(ours, "it was made anew since");
    }
    if (theirs.isNothing()) {
      return Result.kept(ours, "it was changed since");
    }
    return merge(base, ours, theirs);
  }

  private static String notKept(Held held) {
    var version = held.version();
    var why = version == null ? null : version.notKept();
    return "the bytes before are not kept: " + (why == null ? "gone" : why);
  }

  private Result merge(Held base, Held ours, Held theirs) throws IOException {
    var mode = ours.mode().equals(base.mode()) ? theirs.mode() : ours.mode();
    if (ours.hasSameBytes(base) && theirs.isKept()) {
      return Result.clean(withMode(theirs, mode));
    }
    if (theirs.hasSameBytes(base)) {
      return Result.clean(withMode(ours, mode));
    }
    if (base.isLink() || ours.isLink() || theirs.isLink()) {
      return Result.kept(ours, "it was changed since, and is a link");
    }
    var from = base.bytes(bytes);
    var one = ours.bytes(bytes);
    var other = theirs.bytes(bytes);
    if (from.isEmpty() || one.isEmpty() || other.isEmpty()) {
      return Result.kept(ours, "it was changed since, and its bytes are not kept");
    }
    if (!Held.isText(from.get()) || !Held.isText(one.get()) || !Held.isText(other.get())) {
      return Result.kept(ours, "it was changed since, and is no text");
    }
    var merged = ThreeWay.merge(from.get(), one.get(), other.get(), "now", name);
    return new Result(made(merged.content(), mode), null, merged.conflicts());
  }

  private static Held withMode(Held held, String mode) {
    var version = held.version();
    return version == null || version.mode().equals(mode)
        ? held
        : new Held(
            new FileVersion(
                version.sha256(),
                version.blob(),
                version.size(),
                mode,
                version.notKept(),
                version.pieces()),
            held.made());
  }

  private static Held made(byte[] content, String mode) {
    var hex = HexFormat.of();
    var blob = digest("SHA-1");
    blob.update(("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
    return new Held(
        new FileVersion(
            hex.formatHex(digest("SHA-256").digest(content)),
            hex.formatHex(blob.digest(content)),
            content.length,
            mode,
            null),
        content);
  }

  private static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + name, e);
    }
  }
}
