package dev.clew.recorder;

import dev.clew.capture.Transcripts;
import dev.clew.content.SourceFile;
import dev.clew.event.SessionKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Finds out where to begin reading a file: at its start, where it was left, or not at all.
final class FileIntake {
  private static final int HEAD = 4096;
  private static final int PEEK = 1 << 18;
  private static final int PEEK_LINES = 100;

  /// A file that is to be read.
  ///
  /// @param from the first byte to read
  /// @param before what was known of it; absent when it is read from its start
  record Plan(
      Path path,
      BasicFileAttributes attributes,
      Preparer.Source source,
      long from,
      @Nullable SourceFile before) {}

  /// What to do with a file: read it, or nothing because of what is said.
  sealed interface Decision {
    record Read(Plan plan) implements Decision {}

    record Unchanged(SourceFile known, SessionKey session) implements Decision {}

    record Skip(String reason) implements Decision {}
  }

  private final List<Transcripts> adapters;

  FileIntake(List<Transcripts> adapters) {
    this.adapters = adapters;
  }

  Decision decide(Path path, @Nullable SourceFile known, Optional<Transcripts> forced)
      throws IOException {
    var attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (known != null && isUnchanged(known, attributes)) {
      return new Decision.Unchanged(known, session(path, known));
    }
    if (!attributes.isRegularFile()) {
      return new Decision.Skip("not a regular file");
    }
    if (known != null && continues(path, known, attributes)) {
      var adapter =
          adapters.stream().filter(each -> each.agent().equals(known.agent())).findFirst();
      if (adapter.isPresent()) {
        return new Decision.Read(
            new Plan(path, attributes, source(path, adapter.get(), known), known.offset(), known));
      }
    }
    var head = peek(path);
    var adapter = forced.or(() -> recognise(path, head));
    return adapter.isEmpty()
        ? new Decision.Skip(
            head.isEmpty()
                ? "no JSON values in it"
                : "no agent writes such records; --agent forces one")
        : new Decision.Read(new Plan(path, attributes, source(path, adapter.get(), head), 0, null));
  }

  private static Preparer.Source source(Path path, Transcripts adapter, SourceFile known)
      throws IOException {
    return adapter.isOneFilePerSession()
        ? source(path, adapter, peek(path))
        : new Preparer.Source(
            adapter, adapter.streamName(path), session(path, adapter, known.session()), "");
  }

  private static Preparer.Source source(Path path, Transcripts adapter, List<JsonNode> head) {
    return new Preparer.Source(
        adapter, adapter.streamName(path), adapter.sessionOf(path, head), adapter.folderOf(head));
  }

  private SessionKey session(Path path, SourceFile known) {
    return adapters.stream()
        .filter(each -> each.agent().equals(known.agent()))
        .findFirst()
        .map(adapter -> session(path, adapter, known.session()))
        .orElse(SessionKey.main(known.agent(), known.session()));
  }

  private static SessionKey session(Path path, Transcripts adapter, String session) {
    var named = adapter.sessionOf(path, List.of());
    return new SessionKey(adapter.agent(), session, named.subagent());
  }

  private static boolean isUnchanged(SourceFile known, BasicFileAttributes attributes) {
    return isSameFile(known, attributes)
        && known.modifiedMs() == attributes.lastModifiedTime().toMillis();
  }

  /// Whether it is the same file, of the same length.
  static boolean isSameFile(SourceFile known, BasicFileAttributes attributes) {
    return known.size() == attributes.size() && known.inode() == inode(attributes);
  }

  /// Whether the file is the one that was read before with bytes added to its end.
  private static boolean continues(Path path, SourceFile known, BasicFileAttributes attributes)
      throws IOException {
    return !UnpackedStream.isPacked(path) // it is packed anew as a whole
        && attributes.size() > known.size()
        && known.offset() <= attributes.size()
        && known.head().equals(head(path, known.headLength(), known.offset()));
  }

  /// The hash of the file's first `length` bytes and of as many before `offset`: what an agent only
  /// appends to keeps both.
  private static String head(Path path, int length, long offset) throws IOException {
    try (var channel = FileChannel.open(path, StandardOpenOption.READ);
        var in = Channels.newInputStream(channel)) {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(in.readNBytes(length));
      channel.position(Math.max(0, offset - length));
      digest.update(in.readNBytes((int) Math.min(length, offset)));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// What is known of the file after reading it up to `offset`.
  static SourceFile state(Plan plan, long offset, long lines, long badLines, long lineNumber)
      throws IOException {
    var length = (int) Math.min(HEAD, plan.attributes.size());
    var end = UnpackedStream.isPacked(plan.path) ? 0 : offset; // an offset in the text is none here
    var now = Files.readAttributes(plan.path, BasicFileAttributes.class);
    if (inode(now) != inode(plan.attributes) || now.size() < plan.attributes.size()) {
      throw new IOException("it was replaced or cut meanwhile");
    }
    return new SourceFile(
        plan.path.toString(),
        plan.source.adapter().agent(),
        inode(plan.attributes),
        plan.attributes.size(),
        plan.attributes.lastModifiedTime().toMillis(),
        offset,
        lines,
        badLines,
        lineNumber,
        plan.source.session().agentSession(),
        head(plan.path, length, end),
        length);
  }

  private static long inode(BasicFileAttributes attributes) {
    var key = attributes.fileKey();
    return key == null ? 0 : Integer.toUnsignedLong(key.hashCode());
  }

  private Optional<Transcripts> recognise(Path path, List<JsonNode> head) {
    return adapters.stream()
        .filter(adapter -> head.stream().anyMatch(value -> adapter.recognises(path, value)))
        .findFirst();
  }

  /// The first values of the file that can be read.
  private static List<JsonNode> peek(Path path) throws IOException {
    var values = new ArrayList<JsonNode>();
    try (var lines = new Lines(text(path), 0)) {
      long bytes = 0;
      for (var line : lines.chunk()) {
        bytes += line.length();
        if (values.size() >= PEEK_LINES || (bytes > PEEK && !values.isEmpty())) {
          break;
        }
        try {
          Json.values(line.bytes()).forEach(value -> values.add(value.node()));
        } catch (Json.MalformedException e) {
          // It will be reported when it is read.
        }
      }
    }
    return values;
  }

  private static InputStream text(Path path) throws IOException {
    return UnpackedStream.isPacked(path) ? UnpackedStream.open(path) : Files.newInputStream(path);
  }

  /// The file's bytes from the plan's first on, to the size it had when it was looked at: what is
  /// written meanwhile is read next time.
  static InputStream open(Plan plan) throws IOException {
    if (UnpackedStream.isPacked(plan.path)) {
      return UnpackedStream.open(plan.path);
    }
    var channel = FileChannel.open(plan.path, StandardOpenOption.READ);
    channel.position(plan.from);
    return new BoundedStream(Channels.newInputStream(channel), plan.attributes.size() - plan.from);
  }

  /// Whether the byte before the plan's first one ends a line.
  static boolean beginsLine(Plan plan) throws IOException {
    if (plan.from == 0) {
      return true;
    }
    try (var channel = FileChannel.open(plan.path, StandardOpenOption.READ);
        var in = Channels.newInputStream(channel.position(plan.from - 1))) {
      return in.read() == '\n';
    }
  }
}
