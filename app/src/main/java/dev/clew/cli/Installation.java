package dev.clew.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What `clew install` puts below a prefix, and the list of it that it leaves there for `clew
/// uninstall`: `share/clew/installed.json`.
///
/// A file that is not as Clew left it belongs to somebody else: it is neither replaced nor removed.
final class Installation {
  /// What was done, or would be, with a file.
  ///
  /// @param action `written`, `updated`, `unchanged`, `removed`, `kept` or `gone`
  /// @param reason why it was kept
  record Step(String action, Path path, @Nullable String reason) {}

  /// A file to have: a text, or a link.
  private sealed interface Piece {
    record Text(String text) implements Piece {}

    record Link(Path target) implements Piece {}
  }

  private final Path prefix;
  private final boolean dryRun;
  private final Map<Path, Piece> pieces = new TreeMap<>();
  private final Map<Path, String> listed = new TreeMap<>();
  private final List<Path> folders = new ArrayList<>();

  private Installation(Path prefix, boolean dryRun) throws IOException {
    this.prefix = prefix;
    this.dryRun = dryRun;
    if (Files.exists(list())) {
      try {
        var json = JsonMapper.shared().readTree(Files.readAllBytes(list()));
        for (var file : json.path("files").properties()) {
          listed.put(prefix.resolve(file.getKey()), file.getValue().asString(""));
        }
        for (var folder : json.path("folders").values()) {
          folders.add(prefix.resolve(folder.asString("")));
        }
      } catch (JacksonException e) {
        throw new IOException(
            "%s: expected JSON: %s; remove it to install anew"
                .formatted(list(), e.getOriginalMessage()),
            e);
      }
    }
  }

  /// The installation below `prefix`, as it is.
  static Installation at(Path prefix, boolean dryRun) throws IOException {
    return new Installation(prefix, dryRun);
  }

  /// Where the launcher's link is.
  static Path launcher(Path prefix) {
    return prefix.resolve("bin/clew");
  }

  static Path bash(Path prefix) {
    return prefix.resolve("share/bash-completion/completions/clew");
  }

  static Path zsh(Path prefix) {
    return prefix.resolve("share/zsh/site-functions/_clew");
  }

  static Path fish(Path prefix) {
    return prefix.resolve("share/fish/vendor_completions.d/clew.fish");
  }

  private Path list() {
    return prefix.resolve("share/clew/installed.json");
  }

  /// Whether anything has been installed here.
  boolean exists() {
    return !listed.isEmpty();
  }

  /// Brings every file up to date, and takes away those that are no longer needed.
  List<Step> install(Path launcher, Commands commands, List<String> agents) throws IOException {
    var completion = new Completion(commands, agents);
    pieces.put(launcher(prefix), new Piece.Link(launcher));
    pieces.put(bash(prefix), new Piece.Text(completion.bash()));
    pieces.put(zsh(prefix), new Piece.Text(completion.zsh()));
    pieces.put(fish(prefix), new Piece.Text(completion.fish()));
    var manuals = prefix.resolve("share/man/man1");
    pieces.put(manuals.resolve("clew.1"), new Piece.Text(ManPage.overview(commands)));
    for (var entry : commands.shown()) {
      pieces.put(
          manuals.resolve("clew-%s.1".formatted(entry.name())),
          new Piece.Text(ManPage.of(entry.page())));
    }
    var steps = new ArrayList<Step>();
    for (var piece : pieces.entrySet()) {
      steps.add(put(piece.getKey(), piece.getValue()));
    }
    for (var path : List.copyOf(listed.keySet())) {
      if (!pieces.containsKey(path)) {
        steps.add(remove(path));
      }
    }
    save();
    return steps;
  }

  private Step put(Path path, Piece piece) throws IOException {
    var wanted = mark(piece);
    var found = mark(path);
    if (wanted.equals(found)) {
      listed.put(path, wanted);
      return new Step("unchanged", path, null);
    }
    if (found != null && !found.equals(listed.get(path))) {
      return new Step("kept", path, "it is not Clew's: move it away to get Clew's");
    }
    if (!dryRun) {
      makeFolder(path.getParent());
      Files.deleteIfExists(path);
      switch (piece) {
        case Piece.Text text -> Files.writeString(path, text.text);
        case Piece.Link link -> Files.createSymbolicLink(path, link.target);
      }
    }
    listed.put(path, wanted);
    return new Step(found == null ? "written" : "updated", path, null);
  }

  private void makeFolder(@Nullable Path folder) throws IOException {
    if (folder == null || Files.isDirectory(folder)) {
      return;
    }
    makeFolder(folder.getParent());
    Files.createDirectory(folder);
    if (folder.startsWith(prefix) && !folders.contains(folder)) {
      folders.add(folder);
    }
  }

  /// Removes every file that is as it was left, the folders that were made for them where they are
  /// empty, and the list.
  List<Step> uninstall() throws IOException {
    var steps = new ArrayList<Step>();
    for (var path : List.copyOf(listed.keySet())) {
      steps.add(remove(path));
    }
    if (!dryRun) {
      Files.deleteIfExists(list());
      for (var folder : folders.stream().sorted(Comparator.reverseOrder()).toList()) {
        removeIfEmpty(folder);
      }
    }
    return steps;
  }

  private static void removeIfEmpty(Path folder) throws IOException {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      try (var entries = Files.list(folder)) {
        if (entries.findAny().isPresent()) {
          return;
        }
      }
      Files.delete(folder);
    }
  }

  private Step remove(Path path) throws IOException {
    var left = listed.get(path);
    var found = mark(path);
    if (found == null) {
      listed.remove(path);
      return new Step("gone", path, null);
    }
    if (!found.equals(left)) {
      return new Step("kept", path, "it was changed since Clew wrote it");
    }
    listed.remove(path);
    if (!dryRun) {
      Files.delete(path);
    }
    return new Step("removed", path, null);
  }

  private void save() throws IOException {
    if (dryRun) {
      return;
    }
    makeFolder(list().getParent());
    var mapper = JsonMapper.shared();
    var json = mapper.createObjectNode().put("version", 1);
    var files = json.putObject("files");
    listed.forEach((path, mark) -> files.put(prefix.relativize(path).toString(), mark));
    var made = json.putArray("folders");
    folders.forEach(folder -> made.add(prefix.relativize(folder).toString()));
    Files.write(list(), mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
  }

  private static String mark(Piece piece) {
    return switch (piece) {
      case Piece.Text text -> sha256(text.text.getBytes(StandardCharsets.UTF_8));
      case Piece.Link link -> "link " + link.target;
    };
  }

  /// What tells whether a file has changed: its SHA-256, or where it links to; null when there is
  /// none.
  private static @Nullable String mark(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return "link " + Files.readSymbolicLink(path);
    }
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    return Files.isRegularFile(path) ? sha256(Files.readAllBytes(path)) : "not a file";
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
