package dev.clew.workspace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Reads one file after the other: its hashes, and its bytes into the sink.
final class FileReading {
  private static final Set<OpenOption> OPTIONS =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  private static final int ATTEMPTS = 3;
  private static final int BUFFER = 4 * Chunker.MOST;

  private final Limits limits;
  private final KeyedDigest keyed;
  private final Making making;
  private final ObjectSource source;
  private final InstantSource clock;

  FileReading(
      Limits limits, KeyedDigest keyed, Making making, ObjectSource source, InstantSource clock) {
    this.limits = limits;
    this.keyed = keyed;
    this.making = making;
    this.source = source;
    this.clock = clock;
  }

  /// What was found, and when.
  record Found(Entry entry, Stat stat, boolean racy) {}

  /// What to read.
  ///
  /// @param reason why its bytes are not to be kept, when that is known before
  /// @param before what was known of it
  record Wanted(Path path, byte[] name, Stat stat, Reason reason, @Nullable Entry before) {
    /// The same, not to be read.
    Wanted beyondLimit() {
      return new Wanted(path, name, stat, reason == Reason.NONE ? Reason.LIMIT : reason, before);
    }
  }

  private static final class UnstableException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /// Reads it; empty when it is not there any more.
  ///
  /// @throws IOException when the sink cannot take its bytes
  Optional<Found> read(Wanted wanted) throws IOException {
    var stat = wanted.stat();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      var moment = nanos(clock.instant());
      try {
        var entry = entry(wanted, stat);
        var after = Stat.of(wanted.path());
        if (after.equals(stat)) {
          return Optional.of(new Found(entry, stat, !stat.settledBefore(moment)));
        }
        stat = after;
      } catch (UnstableException e) {
        stat = Stat.of(wanted.path());
      } catch (NoSuchFileException e) {
        return Optional.empty();
      } catch (SourceException e) {
        return Optional.of(new Found(unread(wanted, stat, Reason.UNREADABLE), stat, true));
      }
      if (!stat.kind().hasContent()) {
        return Optional.of(
            new Found(Entry.unread(wanted.name(), stat.kind(), Reason.SPECIAL), stat, true));
      }
    }
    return Optional.of(new Found(unread(wanted, stat, Reason.CHANGING), stat, true));
  }

  static long nanos(Instant instant) {
    return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
  }

  /// A failure of the file, not of the sink.
  private static final class SourceException extends Exception {
    private static final long serialVersionUID = 1L;

    SourceException(IOException cause) {
      super(cause);
    }
  }

  private Entry entry(Wanted wanted, Stat stat)
      throws IOException, UnstableException, SourceException {
    if (!stat.kind().hasContent()) {
      return Entry.unread(wanted.name(), stat.kind(), Reason.SPECIAL);
    }
    if (wanted.reason() == Reason.LIMIT) {
      return unread(wanted, stat, Reason.LIMIT);
    }
    if (stat.kind() == Kind.LINK) {
      return link(wanted, stat);
    }
    if (wanted.reason() == Reason.NONE && stat.size() <= limits.fileBytes()) {
      return stat.size() <= Chunker.MOST ? small(wanted, stat) : large(wanted, stat);
    }
    var reason = wanted.reason() == Reason.NONE ? Reason.SIZE : wanted.reason();
    var digest = Digests.sha256();
    each(wanted.path(), stat.size(), (bytes, length) -> digest.update(bytes, 0, length));
    return new Entry(
        wanted.name(), stat.kind(), reason, keyed.of(digest.digest()), null, stat.size(), null);
  }

  /// Of what is not read: its stamp stands for its content.
  private Entry unread(Wanted wanted, Stat stat, Reason reason) {
    var stamp = ByteBuffer.allocate(16).putLong(stat.size()).putLong(stat.modified()).array();
    var id = keyed.of(Digests.sha256(stamp));
    return new Entry(wanted.name(), stat.kind(), reason, id, null, stat.size(), null);
  }

  private Entry link(Wanted wanted, Stat stat) throws IOException, SourceException {
    byte[] target;
    try {
      target = DiskNames.target(Files.readSymbolicLink(wanted.path()));
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      throw new SourceException(e);
    }
    return whole(wanted, stat, target, target.length);
  }

  private Entry small(Wanted wanted, Stat stat)
      throws IOException, UnstableException, SourceException {
    var bytes = new byte[(int) stat.size()];
    var filled = new int[1];
    each(
        wanted.path(),
        stat.size(),
        (buffer, length) -> {
          System.arraycopy(buffer, 0, bytes, filled[0], length);
          filled[0] += length;
        });
    return whole(wanted, stat, bytes, bytes.length);
  }

  private Entry whole(Wanted wanted, Stat stat, byte[] bytes, int size) throws IOException {
    var id = Digests.sha256(bytes);
    var before = wanted.before();
    var blob = Digests.blob(size).digest(bytes);
    if (wanted.reason() != Reason.NONE) {
      return new Entry(wanted.name(), stat.kind(), wanted.reason(), keyed.of(id), null, size, null);
    }
    if (before == null || before.reason() != Reason.NONE || !Arrays.equals(before.id(), id)) {
      making.put(id, blob, bytes);
    }
    return new Entry(wanted.name(), stat.kind(), Reason.NONE, id, blob, size, null);
  }

  private Entry large(Wanted wanted, Stat stat)
      throws IOException, UnstableException, SourceException {
    var pieces = new PieceMaker(making, stat.size(), known(wanted.before()));
    each(wanted.path(), stat.size(), pieces::add);
    var made = pieces.end();
    return new Entry(
        wanted.name(),
        stat.kind(),
        Reason.NONE,
        made.sha256(),
        made.blob(),
        stat.size(),
        made.list());
  }

  /// The pieces that the content before was made of.
  private Set<String> known(@Nullable Entry before) throws IOException {
    var list = before == null ? null : before.pieceList();
    var known = new HashSet<String>();
    if (list != null) {
      var object = source.read(HexFormat.of().formatHex(list));
      if (object.isPresent()) {
        Pieces.decode(object.get()).forEach(id -> known.add(HexFormat.of().formatHex(id)));
      }
    }
    return known;
  }

  private interface Part {
    void take(byte[] bytes, int length) throws IOException;
  }

  /// Gives all bytes of a file on.
  ///
  /// @throws UnstableException when there are more or fewer than `size`
  private static void each(Path path, long size, Part part)
      throws IOException, UnstableException, SourceException {
    var buffer = ByteBuffer.allocate((int) Math.min(BUFFER, size + 1));
    long total = 0;
    try (var channel = open(path)) {
      for (var length = fill(channel, buffer); length > 0; length = fill(channel, buffer)) {
        total += length;
        if (total > size) {
          throw new UnstableException();
        }
        part.take(buffer.array(), length);
      }
    }
    if (total != size) {
      throw new UnstableException();
    }
  }

  private static SeekableByteChannel open(Path path) throws IOException, SourceException {
    try {
      return Files.newByteChannel(path, OPTIONS);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      throw new SourceException(e);
    }
  }

  private static int fill(SeekableByteChannel channel, ByteBuffer buffer) throws SourceException {
    buffer.clear();
    try {
      while (buffer.hasRemaining() && channel.read(buffer) > 0) {
        // On to the end of the buffer, or of the file.
      }
    } catch (IOException e) {
      throw new SourceException(e);
    }
    return buffer.position();
  }
}
