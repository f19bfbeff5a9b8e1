package dev.clew.workspace.restore;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A program that moves files where the disk is full at one moment or another, and checks what
/// there is then. Run on a small file system of its own.
final class FullDisk {
  private final Path disk;
  private final Path elsewhere;
  private final List<Path> fillers = new ArrayList<>();

  private FullDisk(Path disk, Path elsewhere) {
    this.disk = disk;
    this.elsewhere = elsewhere;
  }

  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  /// Restores while nothing can be written any more.
  ///
  /// @param arguments a folder on a file system of 1 MiB and 60 names, and one on another
  public static void main(String[] arguments) throws IOException {
    var test = new FullDisk(Path.of(arguments[0]), Path.of(arguments[1]));
    test.staging();
    test.swapping(false);
    test.swapping(true);
    test.journal();
    System.out.println("all is as it has to be");
  }

  private Path root(Path below, String name) throws IOException {
    var root = Files.createDirectory(below.resolve(name));
    Files.writeString(root.resolve("a"), "old");
    Files.writeString(root.resolve("b"), "gone");
    return root;
  }

  private static final Map<String, String> OLD = Map.of("a", "f:old", "b", "f:gone");

  private static List<Order> orders(String more) {
    return List.of(
        new Order(
            "a",
            Trees.file("old", false),
            Trees.file("new" + more, false),
            () -> ("new" + more).getBytes(UTF_8)),
        new Order("b", Trees.file("gone", false), new State.Nothing(), null),
        new Order(
            "c/d/e", new State.Nothing(), Trees.file("made", false), () -> "made".getBytes(UTF_8)));
  }

  /// New contents do not fit: nothing changes.
  private void staging() throws IOException {
    var root = root(disk, "staging");
    var journal = elsewhere.resolve("journal");
    var message = "";
    try {
      new Restore(journal).apply(root, "1", orders("x".repeat(2 << 20)));
    } catch (IOException e) {
      message = String.valueOf(e.getMessage());
    }
    check(message.contains("no space left"), message);
    same(Trees.of(root), OLD);
    nothingIsLeft(root, journal);
    // With less to write it goes.
    check(new Restore(journal).apply(root, "2", orders("")).stream().allMatch(Outcome::isDone), "");
    Trees.of(root);
  }

  /// There is no room for folders that have to come: each path is old or new, and told.
  private void swapping(boolean killed) throws IOException {
    var root = root(disk, "swapping" + killed);
    var journal = elsewhere.resolve("journal");
    List<Outcome> outcomes;
    try {
      outcomes =
          new Restore(
                  journal,
                  point -> {
                    if (point.equals("staged")) {
                      fill();
                      if (killed) {
                        throw new Killed();
                      }
                    }
                  })
              .apply(root, "1", orders(""));
    } catch (Killed e) {
      same(Trees.of(root), OLD);
      outcomes = new Restore(journal).resume().orElseThrow();
    }
    empty();
    for (var outcome : outcomes) {
      check(outcome.isDone() != outcome.path().equals("c/d/e"), outcome.toString());
      check(
          outcome.isDone() || String.valueOf(outcome.left()).contains("no space left"),
          outcome.toString());
    }
    same(Trees.of(root), Map.of("a", "f:new"));
    nothingIsLeft(root, journal);
  }

  /// The journal does not fit: nothing changes.
  private void journal() throws IOException {
    var root = root(elsewhere, "root");
    var journal = disk.resolve("journal");
    var message = "";
    try {
      new Restore(
              journal,
              point -> {
                if (point.equals("stage 2")) {
                  fill();
                }
              })
          .apply(root, "1", orders(""));
    } catch (IOException e) {
      message = e.toString();
    }
    check(!message.isEmpty(), "the journal fits");
    same(Trees.of(root), OLD);
    empty();
    nothingIsLeft(root, journal);
  }

  private void fill() {
    try {
      for (var i = 0; ; i++) {
        var filler = disk.resolve("filler" + i);
        fillers.add(filler);
        Files.write(filler, new byte[1 << 15]);
      }
    } catch (IOException e) {
      try {
        for (var i = 0; ; i++) {
          var name = disk.resolve("name" + i);
          fillers.add(name);
          Files.createFile(name);
        }
      } catch (IOException full) {
        return; // no bytes and no names are left
      }
    }
  }

  private void empty() throws IOException {
    for (var filler : fillers) {
      Files.deleteIfExists(filler);
    }
    fillers.clear();
  }

  private static void nothingIsLeft(Path root, Path journal) throws IOException {
    check(!Files.exists(journal), "a journal is left");
    check(!Files.exists(journal.resolveSibling("journal.new")), "half a journal is left");
    try (var files = Files.list(root)) {
      check(
          files.noneMatch(file -> file.getFileName().toString().startsWith(".clew-move-")),
          "a folder of the move is left");
    }
  }

  private static void same(Map<String, String> one, Map<String, String> other) {
    check(one.equals(other), one + " is not " + other);
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
