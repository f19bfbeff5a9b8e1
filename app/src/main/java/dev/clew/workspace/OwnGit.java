package dev.clew.workspace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Commits and stages single paths with the user's own Git: name, signature and hooks are theirs.
/// Whatever else is staged or changed stays so.
public final class OwnGit {
  private static final int SHOWN = 4000;
  private static final String NAMES = "--name-only";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long POLL_MS = 50;

  private final Path root;
  private final Map<String, String> environment;
  private final Consumer<String> reached;

  /// @param root the work tree's folder
  /// @param environment what the user has set
  public OwnGit(Path root, Map<String, String> environment) {
    this(root, environment, _ -> {});
  }

  /// @param reached hears of each point at which a process may end, before it goes on
  public OwnGit(Path root, Map<String, String> environment, Consumer<String> reached) {
    this.root = root;
    this.environment = environment;
    this.reached = reached;
  }

  /// What a path is to hold.
  ///
  /// @param path in the form of [PathText]
  /// @param mode Git's: `100644`, `100755`, `120000`
  /// @param bytes as they are on disk; absent where there is to be nothing
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Content(String path, String mode, byte @Nullable [] bytes) {
    /// Nothing.
    public static Content nothing(String path) {
      return new Content(path, "0", null);
    }
  }

  /// Git did not do it: what it, or a hook of it, said.
  public static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    RefusedException(String said) {
      super(said);
    }
  }

  /// An index of our own: HEAD's, and some paths besides.
  private record OwnIndex(Path place) implements AutoCloseable {
    Path file() {
      return place.resolve("index");
    }

    @Override
    public void close() throws IOException {
      Files.deleteIfExists(file());
      Files.deleteIfExists(place.resolve("index.lock"));
      Files.deleteIfExists(place);
    }
  }

  private OwnIndex index(List<Content> contents)
      throws RefusedException, IOException, InterruptedException {
    var entries = entries(contents);
    var own = new OwnIndex(Files.createTempDirectory("clew-commit-"));
    try {
      var theirs = root.resolve(text(run(null, new byte[0], "rev-parse", "--git-path", "index")));
      Files.copy(theirs, own.file());
      run(own.file(), new byte[0], "read-tree", "-i", "-m", "HEAD");
      run(own.file(), entries, "update-index", "-z", "--index-info");
      return own;
    } catch (RefusedException | IOException | InterruptedException e) {
      own.close();
      throw e;
    }
  }

  /// Makes a commit on HEAD that differs from it by these paths alone; its id.
  ///
  /// @throws RefusedException when a hook or Git refuses: nothing is committed or staged
  public String commit(List<Content> contents, String message)
      throws RefusedException, IOException, InterruptedException {
    var head = text(run(null, new byte[0], "rev-parse", "HEAD"));
    try (var index = index(contents)) {
      reached.accept("index made");
      run(index.file(), message.getBytes(StandardCharsets.UTF_8), "commit", "-q", "-F", "-");
      reached.accept("committed");
      var commit = text(run(null, new byte[0], "rev-parse", "HEAD"));
      follow(head, commit);
      reached.accept("followed");
      return commit;
    }
  }

  /// Whether HEAD has these paths so already.
  public boolean isCommitted(List<Content> contents)
      throws RefusedException, IOException, InterruptedException {
    try (var index = index(contents)) {
      return names(run(index.file(), new byte[0], "diff-index", "--cached", NAMES, "-z", "HEAD"))
          .isEmpty();
    }
  }

  /// Which of these paths are staged so, and not as HEAD has them.
  public Set<String> stagedAs(List<Content> contents)
      throws RefusedException, IOException, InterruptedException {
    try (var index = index(contents)) {
      var tree = text(run(index.file(), new byte[0], "write-tree"));
      var staged = names(run(null, new byte[0], "diff-index", "--cached", NAMES, "-z", "HEAD"));
      staged.retainAll(contents.stream().map(Content::path).toList());
      staged.removeAll(names(run(null, new byte[0], "diff-index", "--cached", NAMES, "-z", tree)));
      return staged;
    }
  }

  /// Has the index follow the last commit, where whoever made it was ended before it did.
  public void follow() throws RefusedException, IOException, InterruptedException {
    var ids = text(run(null, new byte[0], "rev-parse", "HEAD^@", "HEAD")).lines().toList();
    if (ids.size() > 1) {
      follow(ids.getFirst(), ids.getLast());
    }
  }

  /// The index follows a commit, also where another Git holds it for a while: paths that it has as
  /// they were before become as they are; what somebody has staged stays.
  private void follow(String before, String commit)
      throws RefusedException, IOException, InterruptedException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    var paths = names(run(null, new byte[0], "diff-tree", "-r", NAMES, "-z", before, commit));
    paths.removeAll(names(run(null, new byte[0], "diff-index", "--cached", NAMES, "-z", before)));
    while (!paths.isEmpty()) {
      try {
        unstage(List.copyOf(paths));
        return;
      } catch (RefusedException e) {
        if (System.nanoTime() > deadline) {
          throw new IOException(
              "commit %s was made, but the index was in use: 'git reset -- %s' has it follow; %s"
                  .formatted(commit, String.join(" ", paths), e.getMessage()),
              e);
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MS);
      }
    }
  }

  /// Paths with a NUL after each.
  private static Set<String> names(byte[] text) {
    var names = new TreeSet<String>();
    var from = 0;
    for (var i = 0; i < text.length; i++) {
      if (text[i] == 0) {
        names.add(PathText.of(Arrays.copyOfRange(text, from, i)));
        from = i + 1;
      }
    }
    return names;
  }

  /// Stages these paths.
  public void stage(List<Content> contents)
      throws RefusedException, IOException, InterruptedException {
    run(null, entries(contents), "update-index", "-z", "--index-info");
    reached.accept("staged");
  }

  /// Has these paths staged as HEAD has them.
  public void unstage(List<String> paths)
      throws RefusedException, IOException, InterruptedException {
    var names = new ByteArrayOutputStream();
    for (var path : paths) {
      names.writeBytes(PathText.bytes(path));
      names.write(0);
    }
    run(
        null,
        names.toByteArray(),
        "--literal-pathspecs",
        "reset",
        "-q",
        "--pathspec-from-file=-",
        "--pathspec-file-nul");
  }

  /// Lines for `update-index --index-info`: what goes first, so that it is in nothing's way.
  private byte[] entries(List<Content> contents)
      throws RefusedException, IOException, InterruptedException {
    var gone = new ByteArrayOutputStream();
    var there = new ByteArrayOutputStream();
    var nothing = "0".repeat(text(run(null, new byte[0], "rev-parse", "HEAD")).length());
    for (var content : contents) {
      var bytes = content.bytes;
      var out = bytes == null ? gone : there;
      var blob = bytes == null ? nothing : blob(content.path, content.mode, bytes);
      out.writeBytes((content.mode + " " + blob + "\t").getBytes(StandardCharsets.US_ASCII));
      out.writeBytes(PathText.bytes(content.path));
      out.write(0);
    }
    gone.writeBytes(there.toByteArray());
    return gone.toByteArray();
  }

  /// The bytes as Git keeps them: filters and line ends as for any file that is added.
  private String blob(String path, String mode, byte[] bytes)
      throws RefusedException, IOException, InterruptedException {
    var filters = mode.equals("120000") ? "--no-filters" : "--path=" + path;
    return text(run(null, bytes, "hash-object", "-w", filters, "--stdin"));
  }

  private static String text(byte[] said) {
    return new String(said, StandardCharsets.UTF_8).strip();
  }

  private byte[] run(@Nullable Path index, byte[] input, String... arguments)
      throws RefusedException, IOException, InterruptedException {
    var command = new ArrayList<>(List.of("git", "--no-pager"));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(root.toFile());
    builder.environment().putAll(environment);
    builder.environment().keySet().removeAll(StagedChanges.VARIABLES);
    if (index != null) {
      builder.environment().put("GIT_INDEX_FILE", index.toString());
    }
    var said = Files.createTempFile("clew-git-", ".txt");
    try {
      var process = builder.redirectError(said.toFile()).start();
      try (var out = process.getInputStream()) {
        var writer = Thread.ofVirtual().start(() -> write(process, input));
        var printed = out.readAllBytes();
        writer.join();
        if (process.waitFor() != 0) {
          throw new RefusedException(shown(Files.readAllBytes(said), printed));
        }
        return printed;
      } finally {
        process.destroy();
      }
    } finally {
      Files.deleteIfExists(said);
    }
  }

  private static void write(Process process, byte[] input) {
    try (var in = process.getOutputStream()) {
      in.write(input);
    } catch (IOException e) {
      process.destroy(); // it has ended: what it says tells why
    }
  }

  private static String shown(byte[] complained, byte[] printed) {
    var text = text(complained).isEmpty() ? text(printed) : text(complained);
    return text.isEmpty() ? "it said nothing" : text.substring(0, Math.min(SHOWN, text.length()));
  }
}
