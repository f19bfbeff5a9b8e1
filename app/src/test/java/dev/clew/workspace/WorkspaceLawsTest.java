package dev.clew.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.event.FileOp;
import dev.clew.testing.Cases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What holds of every workspace, whatever happens in it.
class WorkspaceLawsTest {
  private static final List<String> NAMES =
      List.of("a", "b", "c", "A", "x.log", "y.txt", "build", ".env", "ä", "f i l e", "-dash", "d");
  private static final List<String> RULES =
      List.of("*.log\n", "build/\n", "/a\n!/a/b\n", "c\n", "", "*\n!*/\n!*.txt\n", "d/**\n");

  @TempDir private Path folder;
  private int number;

  @Test
  void a_look_at_what_changed_ends_where_a_cold_scan_of_everything_does() {
    Cases.forAll(30, random -> run(random, true));
  }

  @Test
  void so_does_a_look_without_a_watch() {
    Cases.forAll(10, random -> run(random, false));
  }

  private void run(RandomGenerator random, boolean watched) {
    try (var rig = new Rig(Files.createDirectory(folder.resolve("case" + number++)))) {
      if (random.nextBoolean()) {
        git(rig.root);
      }
      for (int i = random.nextInt(20); i > 0; i--) {
        act(rig.root, random);
      }
      rig.limits = new Limits(100_000, 100_000, 1 << 30, watched ? 10_000 : 0, 2);
      rig.open();
      var known = rig.look().after();
      assertThat(known).isEqualTo(rig.cold());
      for (int round = 0; round < 12; round++) {
        for (int i = random.nextInt(6); i > 0; i--) {
          act(rig.root, random);
        }
        known = compare(rig, random, known);
        if (random.nextInt(6) == 0) {
          rig.workspace.save(Instant.EPOCH);
          rig.reopen();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String compare(Rig rig, RandomGenerator random, String known) throws IOException {
    var look = random.nextInt(4) == 0 ? rig.workspace.check() : rig.look();
    assertThat(look.before()).isEqualTo(known);
    assertThat(look.missed()).isEmpty();
    var cold = rig.cold();
    assertThat(look.after())
        .as(
            "differs from a cold scan in %s; %s",
            Rig.told(rig.trees().diff(look.after(), cold)), look)
        .isEqualTo(cold);
    assertThat(plain(rig.trees().diff(look.before(), look.after())))
        .containsExactlyInAnyOrderElementsOf(plain(look.changes()));
    for (var file : rig.files(look.after()).entrySet()) {
      if (file.getValue().kind() != Kind.LINK && file.getValue().reason() == Reason.NONE) {
        assertThat(rig.content(look.after(), file.getKey()))
            .isEqualTo(Files.readString(rig.root.resolve(file.getKey())));
      }
    }
    return look.after();
  }

  /// Without renames, which are seen only where ignore rules play no part.
  private static List<String> plain(List<Change> changes) {
    var plain = new ArrayList<String>();
    for (var change : changes) {
      if (change.from() != null) {
        plain.add("delete " + change.from());
      }
      var op = change.op() == FileOp.RENAME ? FileOp.CREATE : change.op();
      plain.add(op.wire() + " " + change.path());
    }
    return plain;
  }

  private static void git(Path root) throws IOException {
    Files.createDirectories(root.resolve(".git/info"));
    Files.writeString(root.resolve(".git/HEAD"), "ref: refs/heads/main\n");
    Files.writeString(root.resolve(".git/info/exclude"), "y.txt\n");
  }

  private static void act(Path root, RandomGenerator random) throws IOException {
    var path = somewhere(root, random);
    try {
      act(path, root, random);
    } catch (FileAlreadyExistsException e) {
      Rig.delete(path);
    } catch (FileSystemException e) {
      // A file stands where a folder should: nothing happens.
    }
  }

  private static Path somewhere(Path root, RandomGenerator random) {
    var path = root;
    for (int depth = random.nextInt(1, 4); depth > 0; depth--) {
      path = path.resolve(NAMES.get(random.nextInt(NAMES.size())));
    }
    return path;
  }

  private static void act(Path path, Path root, RandomGenerator random) throws IOException {
    var parent = Objects.requireNonNull(path.getParent());
    switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> {
        Files.createDirectories(parent);
        Files.writeString(path, "text " + random.nextInt(100));
      }
      case 4 -> {
        Files.createDirectories(parent);
        Files.writeString(path, "long ".repeat(random.nextInt(40_000)));
      }
      case 5 -> Files.createDirectories(path);
      case 6 -> Rig.delete(path);
      case 7 -> {
        var to = somewhere(root, random);
        if (!to.startsWith(path)) {
          Files.move(path, to, StandardCopyOption.ATOMIC_MOVE);
        }
      }
      case 8 ->
          Files.setPosixFilePermissions(
              path,
              PosixFilePermissions.fromString(random.nextBoolean() ? "rwxr-xr-x" : "rw-r--r--"));
      case 9 -> Files.createSymbolicLink(path, Path.of(random.nextBoolean() ? "a" : "nowhere"));
      case 10 -> {
        Files.createDirectories(parent);
        var rules = random.nextInt(4) == 0 ? ".clewignore" : ".gitignore";
        Files.writeString(parent.resolve(rules), RULES.get(random.nextInt(RULES.size())));
      }
      default -> {
        Files.createDirectories(path);
        git(path);
      }
    }
  }

  @Test
  void a_folder_of_any_size_has_one_name_however_it_came_to_be() {
    Cases.forAll(
        20,
        random -> {
          var names = new ArrayList<byte[]>();
          for (int i = random.nextInt(300); i > 0; i--) {
            names.add(("name" + i).getBytes(java.nio.charset.StandardCharsets.UTF_8));
          }
          var one = new Shard(0);
          names.forEach(name -> one.put(leaf(name)));
          var other = new Shard(0);
          for (int i = 1000; i < 1000 + random.nextInt(300); i++) {
            var more = ("name" + i).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            other.put(leaf(more));
            names.add(random.nextInt(names.size() + 1), more);
          }
          names.reversed().forEach(name -> other.put(leaf(name)));
          names.forEach(name -> {
            if (one.get(name) == null) {
              other.remove(name);
            }
          });
          assertThat(other.size()).isEqualTo(one.size());
          assertThat(id(other)).isEqualTo(id(one));
          assertThat(names).allMatch(name -> Arrays.equals(name, name(one, other, name)));
        });
  }

  private static byte[] name(Shard one, Shard other, byte[] name) {
    var found = other.get(name);
    assertThat(found == null).isEqualTo(one.get(name) == null);
    return found == null ? name : found.name();
  }

  private static Leaf leaf(byte[] name) {
    var leaf = new Leaf(name);
    leaf.set(Entry.unread(name, Kind.FIFO, Reason.SPECIAL));
    return leaf;
  }

  private static byte[] id(Shard shard) {
    try {
      return shard.write(new Making((sha256, blob, bytes) -> {}));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
