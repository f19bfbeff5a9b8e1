package dev.clew.recorder;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// The folder of hooks that have not been stored yet: one file each, whole or absent.
///
/// A file is written under a name that begins with a dot and then renamed, or, by a client that
/// cannot rename, under a name that ends in `.tail`: that one is whole when its last line is the
/// tail. One that is not whole after an hour was left behind by a client that was killed.
public final class Spool {
  /// How the name of a frame's file ends.
  static final String SUFFIX = ".hook";

  private static final String TAILED = ".tail";
  private static final byte[] TAIL = "\nclwh1-end\n".getBytes(StandardCharsets.US_ASCII);
  private static final String SET_ASIDE = ".failed";
  private static final Duration LEFT_BEHIND = Duration.ofHours(1);
  private static final int COPY_BYTES = 64 << 10;
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final Pattern STAMPED = Pattern.compile("([0-9]{20})-[0-9a-f]{32}\\.hook");

  private final Path folder;

  /// The spool in `folder`.
  public Spool(Path folder) {
    this.folder = folder;
  }

  /// A file of the spool, by the time of its hook.
  record Name(long stampNs, String file) implements Comparable<Name> {
    @Override
    public int compareTo(Name other) {
      var order = Long.compare(stampNs, other.stampNs);
      return order != 0 ? order : file.compareTo(other.file);
    }
  }

  /// What waits.
  ///
  /// @param frames how many hooks wait to be stored
  /// @param oldest since when the oldest waits; empty when none does
  /// @param failed how many could not be taken and were set aside
  public record Waiting(long frames, Optional<Instant> oldest, long failed) {}

  /// Writes a frame, so that it survives this process: not a power cut, nothing is synced.
  public void write(HookFrame frame) throws IOException {
    put(frame.spoolName(), new ByteArrayInputStream(new byte[0]), frame.bytes(), 0);
  }

  /// Writes `first` and then `rest` bytes of `in` as the file `name`.
  void put(String name, InputStream in, byte[] first, long rest) throws IOException {
    // A client whose patience ended may write the same frame at the same time.
    var temporary = folder.resolve("." + name + "-" + ProcessHandle.current().pid() + ".r");
    try (var file =
        FileChannel.open(
            temporary,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE),
            PRIVATE)) {
      write(file, first, first.length);
      var buffer = new byte[(int) Math.min(rest, COPY_BYTES)];
      for (var left = rest; left > 0; ) {
        var n = in.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (n < 0) {
          throw new HookFrame.NoFrameException("it ends %d bytes early".formatted(left));
        }
        write(file, buffer, n);
        left -= n;
      }
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
    Files.move(temporary, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void write(FileChannel file, byte[] bytes, int length) throws IOException {
    for (var buffer = ByteBuffer.wrap(bytes, 0, length); buffer.hasRemaining(); ) {
      file.write(buffer);
    }
  }

  /// What is in the folder.
  ///
  /// @param frames those that wait, in no order
  /// @param writing whether a client is writing one whose end changes no folder
  record Listing(List<Name> frames, boolean writing) {}

  Listing list() throws IOException {
    var names = new ArrayList<Name>();
    var writing = false;
    try (var files = Files.newDirectoryStream(folder, "[!.]*")) {
      for (var file : files) {
        var name = file.getFileName().toString();
        if (name.endsWith(SUFFIX) || (name.endsWith(TAILED) && isWhole(file))) {
          stamp(file).ifPresent(stamp -> names.add(new Name(stamp, name)));
        } else {
          writing |= name.endsWith(TAILED);
        }
      }
    }
    return new Listing(names, writing);
  }

  /// Whether a file ends in the tail; not when it has gone.
  private static boolean isWhole(Path file) throws IOException {
    try (var channel =
        FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      var end = ByteBuffer.allocate(TAIL.length);
      var from = channel.size() - TAIL.length;
      return from >= 0
          && channel.read(end, from) == TAIL.length
          && Arrays.equals(end.array(), TAIL);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /// The stamp of a file: of a client that has no clock, the time of the file.
  private static OptionalLong stamp(Path file) throws IOException {
    var name = file.getFileName().toString();
    var match = STAMPED.matcher(name);
    try {
      return match.matches()
          ? OptionalLong.of(Long.parseLong(match.group(1)))
          : OptionalLong.of(modified(file));
    } catch (NumberFormatException e) {
      return OptionalLong.of(modified(file));
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
    }
  }

  private static long modified(Path file) throws IOException {
    return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).to(TimeUnit.NANOSECONDS);
  }

  /// When the folder last changed; what changes within its clock's grain of that is not told.
  long changed() throws IOException {
    return modified(folder);
  }

  /// The frame in a file.
  ///
  /// @throws HookFrame.NoFrameException when it holds something else; [#bytes] tells what
  HookFrame read(Name name) throws IOException {
    var bytes = name.file().endsWith(TAILED) ? withoutTail(bytes(name)) : bytes(name);
    var in = new ByteArrayInputStream(bytes);
    var head = HookFrame.head(in);
    var payload = in.readAllBytes();
    if (head.length() >= 0 && payload.length != head.follows()) {
      throw new HookFrame.NoFrameException(
          "%d bytes follow its first line, which says %d"
              .formatted(payload.length, head.follows()));
    }
    var frame = head.with(payload);
    return frame.nonce().isEmpty() || frame.stampNs() == 0
        ? new HookFrame(
            frame.agent(),
            frame.event(),
            frame.nonce().isEmpty() ? nonce(name, bytes) : frame.nonce(),
            frame.stampNs() == 0 ? name.stampNs() : frame.stampNs(),
            frame.pid(),
            frame.waitMs(),
            frame.length(),
            frame.payload())
        : frame;
  }

  private static byte[] withoutTail(byte[] bytes) {
    return Arrays.copyOf(bytes, Math.max(0, bytes.length - TAIL.length));
  }

  /// The first bytes of a file, as many as a frame can have.
  byte[] bytes(Name name) throws IOException {
    var file = folder.resolve(name.file());
    var most = HookFrame.LONGEST + HookFrame.LONGEST_HEAD + TAIL.length;
    try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return in.readNBytes(most);
    }
  }

  /// A nonce that follows from a file alone: the same when it is read again.
  static String nonce(Name name, byte[] bytes) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update((name.file() + "\0" + name.stampNs() + "\0").getBytes(StandardCharsets.UTF_8));
      return HookFrame.nonce(Arrays.copyOf(digest.digest(bytes), 16));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  void remove(Name name) throws IOException {
    Files.deleteIfExists(folder.resolve(name.file()));
  }

  /// Keeps a frame that could not be taken, out of the way.
  void setAside(Name name) throws IOException {
    Files.move(
        folder.resolve(name.file()),
        folder.resolve(name.file() + SET_ASIDE),
        StandardCopyOption.REPLACE_EXISTING);
  }

  /// Puts what was set aside back in line.
  void retry() throws IOException {
    try (var files = Files.newDirectoryStream(folder, "*" + SET_ASIDE)) {
      for (var file : files) {
        var name = file.getFileName().toString();
        Files.move(
            file,
            folder.resolve(name.substring(0, name.length() - SET_ASIDE.length())),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /// Removes what clients left behind that were killed while they wrote.
  void sweep(Instant now) throws IOException {
    try (var files = Files.newDirectoryStream(folder, "{.*,*" + TAILED + "}")) {
      for (var file : files) {
        try {
          var attributes =
              Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
          if (attributes.isRegularFile()
              && attributes.lastModifiedTime().toInstant().isBefore(now.minus(LEFT_BEHIND))
              && !(file.toString().endsWith(TAILED) && isWhole(file))) {
            Files.deleteIfExists(file);
          }
        } catch (NoSuchFileException e) {
          // Its client was not dead after all, and has renamed it.
        }
      }
    }
  }

  /// What waits here; nothing when the folder is absent.
  public Waiting waiting() throws IOException {
    if (!Files.isDirectory(folder)) {
      return new Waiting(0, Optional.empty(), 0);
    }
    var names = list().frames();
    var oldest = names.stream().mapToLong(Name::stampNs).min();
    long failed = 0;
    try (var files = Files.newDirectoryStream(folder, "*" + SET_ASIDE)) {
      for (var _ : files) {
        failed++;
      }
    }
    return new Waiting(
        names.size(),
        oldest.isPresent()
            ? Optional.of(Instant.ofEpochSecond(0, oldest.getAsLong()))
            : Optional.empty(),
        failed);
  }
}
