package dev.clew.workspace;

import dev.clew.event.FileVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes over what commits have at their paths, by the rules of a look at a workspace: exact bytes
/// into the sink, and of sensitive and large files a keyed hash only.
public final class CommitContents {
  private static final String REPOSITORY = "160000";
  private static final String MISSING = "missing";
  private static final long LARGEST = 256L << 20;
  private static final int KNOWN = 200_000;

  private final CommitReading reading;
  private final ObjectSink sink;
  private final KeyedDigest keyed;
  private final Limits limits;
  private final Map<GitFile, FileVersion> known = new HashMap<>();
  private long left;

  /// @param keyed for the hashes of what is not kept
  /// @param limits how large a file may be, and how many bytes are taken over together
  public CommitContents(CommitReading reading, ObjectSink sink, KeyedDigest keyed, Limits limits) {
    this.reading = reading;
    this.sink = sink;
    this.keyed = keyed;
    this.limits = limits;
    this.left = limits.bytes();
  }

  /// The version that `file` is at `path`. What was taken over before is not read again.
  public FileVersion version(String path, GitFile file) throws IOException {
    var sensitive = Sensitive.is(PathText.bytes(path));
    if (sensitive) {
      return read(file, true);
    }
    var version = known.get(file);
    if (version == null) {
      version = read(file, false);
      if (known.size() >= KNOWN) {
        known.clear();
      }
      known.put(file, version);
    }
    return version;
  }

  /// Git's name of what `file` is at `path`; of a sensitive one, and of a blob that would have
  /// another name in Clew and is not here, a keyed hash of it.
  public @Nullable String name(String path, @Nullable GitFile file) throws IOException {
    if (file == null) {
      return null;
    }
    var hidden = Sensitive.is(PathText.bytes(path)) || file.mode().equals(REPOSITORY);
    var name = hidden ? null : reading.name(file).orElse(null);
    return name == null ? hex(hashed(file)).substring(0, 40) : name;
  }

  private FileVersion read(GitFile file, boolean sensitive) throws IOException {
    var mode = GitTree.mode(file);
    if (mode.equals(REPOSITORY)) {
      return unread(file, mode, 0, Reason.REPOSITORY.wire());
    }
    if (left <= 0) {
      return unread(file, mode, 0, Reason.LIMIT.wire());
    }
    var size = reading.size(file.blob());
    if (size > LARGEST) {
      return unread(file, mode, size, Reason.SIZE.wire());
    }
    var content = reading.content(file.blob());
    if (content.isEmpty()) {
      return sensitive
          ? unread(file, mode, 0, MISSING)
          : new FileVersion(
              hex(hashed(file)), file.blob().length() == 40 ? file.blob() : null, 0, mode, MISSING);
    }
    var bytes = content.get();
    left -= bytes.length;
    if (sensitive || bytes.length > limits.fileBytes()) {
      var hash = hex(keyed.of(Digests.sha256(bytes)));
      var reason = sensitive ? Reason.SENSITIVE : Reason.SIZE;
      return new FileVersion(hash, null, bytes.length, mode, reason.wire());
    }
    return kept(bytes, mode);
  }

  private FileVersion kept(byte[] bytes, String mode) throws IOException {
    var making = new Making(sink);
    if (bytes.length > Chunker.MOST) {
      var pieces = new PieceMaker(making, bytes.length, new HashSet<>());
      pieces.add(bytes, bytes.length);
      var made = pieces.end();
      return new FileVersion(
          hex(made.sha256()), hex(made.blob()), bytes.length, mode, null, hex(made.list()));
    }
    var sha256 = Digests.sha256(bytes);
    var blob = Digests.blob(bytes.length).digest(bytes);
    making.put(sha256, blob, bytes);
    return new FileVersion(hex(sha256), hex(blob), bytes.length, mode, null);
  }

  /// Its name stands for its content.
  private FileVersion unread(GitFile file, String mode, long size, String reason) {
    return new FileVersion(hex(hashed(file)), null, size, mode, reason);
  }

  private byte[] hashed(GitFile file) {
    return keyed.of(Digests.sha256(file.blob().getBytes(StandardCharsets.US_ASCII)));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
