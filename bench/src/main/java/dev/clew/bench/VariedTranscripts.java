package dev.clew.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Makes any amount of Claude Code transcripts out of a few.
///
/// `VariedTranscripts TARGET MEGABYTES [SEED] [--from=FOLDER] [--one-file]` writes
/// `TARGET/projects/<project>/<session>.jsonl` (10^6 bytes to the megabyte, to the next whole
/// file). Each copy of the given transcripts has all its texts and ids varied by its own seed, so
/// that no two copies share a text; within a copy paths, ids and excerpts fit together as they did.
/// Without a folder it begins from a session of its own making. `--one-file` writes all lines into
/// one file, to the next whole line.
public final class VariedTranscripts {
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern SESSION = Pattern.compile("\"sessionId\" ?: ?\"([^\"]+)\"");
  private static final Pattern FOLDER = Pattern.compile("\"cwd\" ?: ?\"((?:[^\"\\\\]|\\\\.)+)\"");
  private static final int HEAD = 1 << 16;

  private final Path target;
  private final long bytes;
  private final long seed;
  private final List<Path> sources;
  private long written;

  private VariedTranscripts(Path target, long bytes, long seed, List<Path> sources) {
    this.target = target;
    this.bytes = bytes;
    this.seed = seed;
    this.sources = sources;
  }

  /// Writes a corpus and tells its size.
  public static void main(String[] arguments) throws IOException {
    var plain = Arrays.stream(arguments).filter(each -> !each.startsWith("--")).toList();
    if (plain.size() < 2) {
      System.err.println(
          "usage: VariedTranscripts TARGET MEGABYTES [SEED] [--from=FOLDER] [--one-file]");
      System.exit(2);
    }
    var from =
        Arrays.stream(arguments)
            .filter(each -> each.startsWith("--from="))
            .map(each -> Path.of(each.substring(7)))
            .findFirst();
    var target = Path.of(plain.get(0));
    var megabytes = Long.parseLong(plain.get(1));
    var seed = plain.size() > 2 ? Long.parseLong(plain.get(2)) : 1;
    var oneFile = List.of(arguments).contains("--one-file");
    var size = write(target, megabytes * 1_000_000, seed, from, oneFile);
    System.out.println(size + " bytes below " + target);
  }

  /// Writes at least `bytes` bytes of transcripts below `target`; how many it became.
  static long write(Path target, long bytes, long seed, Optional<Path> from, boolean oneFile)
      throws IOException {
    Files.createDirectories(target);
    var folder = from.filter(Files::isDirectory);
    var sources =
        folder.isPresent()
            ? transcripts(folder.get())
            : List.of(BuiltInSession.write(target.resolve("built-in")));
    var writer = new VariedTranscripts(target, bytes, seed, sources);
    if (oneFile) {
      writer.oneFile();
    } else {
      writer.copies();
    }
    return writer.written;
  }

  private static List<Path> transcripts(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      var found =
          files
              .filter(each -> each.toString().endsWith(".jsonl") && Files.isRegularFile(each))
              .sorted()
              .toList();
      if (found.isEmpty()) {
        throw new IOException(folder + ": expected transcripts (*.jsonl) in it, found none");
      }
      return found;
    }
  }

  private void copies() throws IOException {
    for (var copy = 0; written < bytes; copy++) {
      var variation = new Variation(seed * 1_000_003 + copy);
      var taken = new HashSet<Path>();
      for (var source : sources) {
        var file = place(source, variation, taken);
        Files.createDirectories(file.getParent());
        try (var out = new BufferedOutputStream(Files.newOutputStream(file), HEAD)) {
          lines(source, variation, out, Long.MAX_VALUE);
        }
        if (written >= bytes) {
          break;
        }
      }
    }
  }

  private void oneFile() throws IOException {
    var first = new Variation(seed);
    var file = target.resolve("projects/one").resolve(first.uuid("one") + ".jsonl");
    Files.createDirectories(file.getParent());
    try (var out = new BufferedOutputStream(Files.newOutputStream(file), HEAD)) {
      for (var copy = 0; written < bytes; copy++) {
        var variation = new Variation(seed * 1_000_003 + copy);
        for (var source : sources) {
          lines(source, variation, out, bytes);
        }
      }
    }
  }

  /// Where the varied file goes: its folder named after where the agent worked, itself after its
  /// session, as the agent does it.
  private Path place(Path source, Variation variation, Set<Path> taken) throws IOException {
    var head = head(source);
    var folder = first(FOLDER, head).orElse("somewhere").replace("\\\\", "\\");
    var project =
        target.resolve("projects").resolve(variation.of(folder).replaceAll("[^A-Za-z0-9]", "-"));
    var name = source.getFileName().toString();
    var inside = project;
    if (name.startsWith("agent-")) {
      var session = source.toAbsolutePath().getParent().getParent().getFileName().toString();
      if (UUID.matcher(session).matches()) {
        inside = project.resolve(variation.of(session)).resolve("subagents");
      }
      return free(inside.resolve(variation.of(name)), name, variation, taken);
    }
    var stem = name.substring(0, name.length() - ".jsonl".length());
    var session = UUID.matcher(stem).matches() ? stem : first(SESSION, head).orElse(stem);
    var id = UUID.matcher(session).matches() ? variation.of(session) : variation.uuid(session);
    return free(inside.resolve(id + ".jsonl"), name, variation, taken);
  }

  private static Path free(Path wanted, String name, Variation variation, Set<Path> taken) {
    return taken.add(wanted) ? wanted : wanted.resolveSibling(variation.uuid(name) + ".jsonl");
  }

  private static Optional<String> first(Pattern pattern, String text) {
    var match = pattern.matcher(text);
    return match.find() ? Optional.of(match.group(1)) : Optional.empty();
  }

  private static String head(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(HEAD), StandardCharsets.UTF_8);
    }
  }

  /// Copies the lines of `source`, varied, until `written` reaches `limit`.
  private void lines(Path source, Variation variation, OutputStream out, long limit)
      throws IOException {
    var line = new VariedLine(variation);
    try (var in = new BufferedInputStream(Files.newInputStream(source), HEAD)) {
      var buffer = new Buffer();
      while (written < limit && buffer.read(in)) {
        line.apply(buffer.bytes, buffer.length);
        out.write(buffer.bytes, 0, buffer.length);
        out.write('\n');
        written += buffer.length + 1;
      }
    }
  }

  /// One line of a file; the array is used again for the next.
  private static final class Buffer {
    private byte[] bytes = new byte[HEAD];
    private int length;

    /// The next line without its end; false when there is none.
    boolean read(InputStream in) throws IOException {
      length = 0;
      var each = in.read();
      if (each < 0) {
        return false;
      }
      while (each >= 0 && each != '\n') {
        if (length == bytes.length) {
          bytes = Arrays.copyOf(bytes, length * 2);
        }
        bytes[length++] = (byte) each;
        each = in.read();
      }
      return true;
    }
  }
}
