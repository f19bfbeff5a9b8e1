package dev.clew.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clew.testing.Cases;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Workspaces with everything in them that breaks others.
class SnapshotSafetyTest {
  @TempDir private Path folder;
  private Rig rig;

  @BeforeEach
  void rig() throws IOException {
    rig = new Rig(folder);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private Map<String, Entry> first() throws IOException {
    return rig.files(rig.open().look().after());
  }

  @Test
  void pipes_sockets_and_devices_are_noted_and_never_opened() throws IOException {
    rig.run("mkfifo", "pipe");
    rig.write("file", "text");
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      var socket = Path.of("/tmp").resolve("clew-" + folder.getFileName());
      server.bind(UnixDomainSocketAddress.of(socket));
      Files.move(socket, rig.root.resolve("socket"));
      var files = first();
      assertThat(files.get("pipe").kind()).isEqualTo(Kind.FIFO);
      assertThat(files.get("socket").kind()).isEqualTo(Kind.SOCKET);
      assertThat(files.get("pipe").version().notKept()).isEqualTo("fifo");
      assertThat(files.get("file").kind()).isEqualTo(Kind.FILE);
    }
    assertThat(Kind.ofMode(0020644)).isEqualTo(Kind.DEVICE);
    assertThat(Kind.ofMode(0060644)).isEqualTo(Kind.DEVICE);
  }

  @Test
  void a_file_that_becomes_a_pipe_is_told_as_one() throws IOException {
    rig.write("file", "text");
    first();
    rig.run("sh", "-c", "rm file && mkfifo file");
    var look = rig.look();
    assertThat(Rig.told(look.changes())).containsExactly("modify file");
    assertThat(look.changes().getFirst().after().kind()).isEqualTo(Kind.FIFO);
  }

  @Test
  void links_are_kept_as_links_and_never_followed() throws IOException {
    var outside = Files.writeString(folder.resolve("outside"), "a secret elsewhere");
    Files.createDirectories(folder.resolve("folder"));
    Files.writeString(folder.resolve("folder/inside"), "another");
    Files.createSymbolicLink(rig.root.resolve("to-file"), outside);
    Files.createSymbolicLink(rig.root.resolve("to-folder"), folder.resolve("folder"));
    Files.createSymbolicLink(rig.root.resolve("broken"), Path.of("nowhere/at all"));
    Files.createSymbolicLink(rig.root.resolve("loop"), Path.of("loop"));
    Files.createSymbolicLink(rig.root.resolve("up"), Path.of(".."));
    var files = first();
    assertThat(files).containsOnlyKeys("broken", "loop", "to-file", "to-folder", "up");
    assertThat(files.values()).allMatch(entry -> entry.kind() == Kind.LINK);
    var tree = rig.workspace.tree().orElseThrow();
    assertThat(rig.content(tree, "broken")).isEqualTo("nowhere/at all");
    assertThat(rig.content(tree, "to-file")).isEqualTo(outside.toString());
    assertThat(rig.objects.values())
        .noneMatch(bytes -> new String(bytes, StandardCharsets.UTF_8).contains("a secret"));
  }

  @Test
  void files_that_vanish_while_they_are_read_are_not_there() throws IOException {
    for (int i = 0; i < 200; i++) {
      rig.write("f" + i, "text " + i);
      rig.write("d" + i + "/file", "text below " + i);
    }
    var once = new AtomicBoolean();
    rig.onPut =
        () -> {
          if (!once.getAndSet(true)) {
            for (int i = 0; i < 200; i += 2) {
              Rig.delete(rig.root.resolve("f" + i));
              Rig.delete(rig.root.resolve("d" + i));
            }
          }
        };
    rig.open().look();
    rig.onPut = () -> {};
    assertThat(rig.look().after()).isEqualTo(rig.cold());
    assertThat(rig.files(rig.workspace.tree().orElseThrow())).hasSize(200);
  }

  @Test
  void a_file_that_grows_while_it_is_read_is_kept_whole_or_said_to_be_changing()
      throws IOException {
    rig.write("a", "first");
    rig.open().look();
    var big = rig.write("big", "x".repeat(300_000));
    var writes = new int[1];
    rig.onPut =
        () -> {
          try {
            Files.writeString(big, "y".repeat(300_000 + ++writes[0]));
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        };
    var look = rig.look();
    rig.onPut = () -> {};
    assertThat(look.gaps()).extracting(Gap::reason).containsExactly("changing");
    assertThat(look.changes().getFirst().after().reason()).isEqualTo(Reason.CHANGING);
    var next = rig.look(big);
    assertThat(rig.content(next.after(), "big")).isEqualTo(Files.readString(big));
    assertThat(next.gaps()).isEmpty();
  }

  @Test
  void a_file_over_the_limit_is_known_by_hash_and_size_and_reason() throws IOException {
    rig.limits = Limits.standard();
    var sizes = Cases.soaking() ? List.of(60L << 20, 2L << 30) : List.of(60L << 20);
    for (var size : sizes) {
      try (var file = new RandomAccessFile(rig.root.resolve("sparse" + size).toFile(), "rw")) {
        file.setLength(size);
      }
    }
    var look = rig.open().look();
    assertThat(rig.madeBytes).isLessThan(10_000);
    assertThat(look.notKept()).isEqualTo(sizes.size());
    assertThat(look.gaps()).extracting(Gap::reason).containsOnly("size").hasSize(sizes.size());
    var path = rig.root.resolve("sparse" + (60L << 20));
    var before = rig.workspace.entry("sparse" + (60L << 20)).orElseThrow();
    assertThat(before.version().notKept()).isEqualTo("size");
    try (var file = new RandomAccessFile(path.toFile(), "rw")) {
      file.write(1);
    }
    var change = rig.look(path).changes().getFirst();
    assertThat(change.after().sha256()).isNotEqualTo(before.sha256());
    assertThat(change.after().size()).isEqualTo(before.size());
  }

  @Test
  void beyond_the_limit_of_a_workspace_files_are_known_by_size_and_reason() throws IOException {
    rig.limits = new Limits(1 << 20, 3, 1 << 20, 1000, 1);
    for (int i = 0; i < 6; i++) {
      rig.write("f" + i, "text");
    }
    var look = rig.open().look();
    assertThat(look.files()).isEqualTo(6);
    assertThat(look.notKept()).isEqualTo(3);
    assertThat(look.gaps()).extracting(Gap::reason).containsOnly("limit");
  }

  @Test
  void files_of_sensitive_names_are_known_by_keyed_hash_also_when_ignored() throws IOException {
    for (var name : List.of(".env", ".env.local", "key.pem", "a/id_rsa", ".aws/config")) {
      rig.write(name, "PASSWORD=tr0ub4dor\n");
    }
    rig.write(".gitignore", ".env\n");
    var files = first();
    assertThat(files).hasSize(6);
    var env = files.get(".env");
    assertThat(env.reason()).isEqualTo(Reason.SENSITIVE);
    assertThat(env.sha256())
        .isNotEqualTo(
            java.util.HexFormat.of()
                .formatHex(
                    Digests.sha256("PASSWORD=tr0ub4dor\n".getBytes(StandardCharsets.UTF_8))));
    assertThat(env.blob()).isEmpty();
    assertThat(rig.objects.values())
        .noneMatch(bytes -> new String(bytes, StandardCharsets.UTF_8).contains("tr0ub4dor"));
    rig.write(".env", "PASSWORD=other\n");
    assertThat(Rig.told(rig.look().changes())).containsExactly("modify .env");
  }

  @Test
  void paths_as_deep_as_the_system_lets_be_named_are_kept_and_deeper_ones_are_gaps()
      throws IOException {
    var deep = Files.createDirectories(rig.root.resolve("d/".repeat(1500)));
    Files.writeString(deep.resolve("file"), "deep\n");
    var long200 = "e".repeat(200);
    rig.run(
        deep,
        "bash",
        "-c",
        "for i in 1 2 3 4 5 6 7; do mkdir %1$s && cd -P %1$s || exit 1; done; echo deeper > file"
            .formatted(long200));
    var look = rig.open().look();
    assertThat(rig.content(look.after(), "d/".repeat(1500) + "file")).isEqualTo("deep\n");
    assertThat(look.gaps()).isNotEmpty().allMatch(gap -> gap.reason().equals("unreadable"));
    rig.run("rm", "-rf", "d");
    assertThat(rig.look().after()).isEqualTo(rig.cold());
  }

  @Test
  void names_that_differ_by_case_only_are_two() throws IOException {
    rig.write("Readme", "one");
    rig.write("README", "two");
    rig.open().look();
    rig.write("README", "three");
    assertThat(Rig.told(rig.look().changes())).containsExactly("modify README");
    assertThat(rig.content(rig.workspace.tree().orElseThrow(), "Readme")).isEqualTo("one");
  }

  @Test
  void names_that_are_not_utf8_are_kept_byte_for_byte() throws IOException {
    rig.run(
        "bash",
        "-c",
        "echo one > $'caf\\xe9' && mkdir $'\\xff' && echo two > $'\\xff/\\xfe' && ln -s $'\\xfd' link"
            + " && echo three > '\"quoted' && echo four > $'new\\nline'");
    var files = first();
    assertThat(files)
        .containsOnlyKeys("\"caf\\351\"", "\"\\377/\\376\"", "link", "\"\\\"quoted\"", "new\nline");
    var tree = rig.workspace.tree().orElseThrow();
    assertThat(rig.content(tree, "\"\\377/\\376\"")).isEqualTo("two\n");
    assertThat(new Contents(rig::object).of(files.get("link")).orElseThrow())
        .isEqualTo(new byte[] {(byte) 0xfd});
    rig.run("bash", "-c", "echo more >> $'\\xff/\\xfe'; rm $'caf\\xe9'");
    assertThat(Rig.told(rig.look().changes()))
        .containsExactlyInAnyOrder("delete \"caf\\351\"", "modify \"\\377/\\376\"");
    for (var text : files.keySet()) {
      assertThat(PathText.of(PathText.bytes(text))).isEqualTo(text);
    }
  }

  @Test
  void an_edit_of_the_same_size_in_the_same_instant_is_found() throws IOException {
    rig.openUnwatched();
    var file = rig.write("file", "aaaa");
    rig.look();
    for (int i = 0; i < 50; i++) {
      var text = "%04d".formatted(i);
      var time = Files.getLastModifiedTime(file);
      Files.writeString(file, text);
      Files.setLastModifiedTime(file, time);
      assertThat(rig.content(rig.look().after(), "file")).isEqualTo(text);
    }
  }

  @Test
  void stamps_of_whole_seconds_are_trusted_later_than_fine_ones() {
    var second = 1_000_000_000L;
    var coarse = new Stat(0100644, 1, 4, 100 * second, 100 * second);
    assertThat(coarse.settledBefore(101 * second)).isFalse();
    assertThat(coarse.settledBefore(102 * second)).isFalse();
    assertThat(coarse.settledBefore(102 * second + 1)).isTrue();
    var fine = new Stat(0100644, 1, 4, 100 * second, 100 * second + 5);
    assertThat(fine.settledBefore(100 * second + 6)).isFalse();
    assertThat(fine.settledBefore(101 * second)).isTrue();
  }

  @Test
  void an_edit_with_an_old_time_put_back_is_found() throws IOException {
    rig.openUnwatched();
    var file = rig.write("file", "aaaa");
    var old = FileTime.from(Instant.parse("2001-01-01T00:00:00Z"));
    Files.setLastModifiedTime(file, old);
    rig.look();
    Files.writeString(file, "bbbb");
    Files.setLastModifiedTime(file, old);
    assertThat(Rig.told(rig.look().changes())).containsExactly("modify file");
  }

  @Test
  void a_mode_alone_is_a_change_and_moves_are_renames() throws IOException {
    var script = rig.write("bin/script", "echo\n");
    rig.write("old/name.txt", "something that is not trivial");
    rig.write("empty", "");
    rig.open().look();
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.move(rig.root.resolve("old"), rig.root.resolve("new"));
    Files.move(rig.root.resolve("empty"), rig.root.resolve("void"));
    var look = rig.look();
    assertThat(Rig.told(look.changes()))
        .containsExactly(
            "modify bin/script",
            "delete empty",
            "rename old/name.txt -> new/name.txt",
            "create void");
    var change = look.changes().getFirst();
    assertThat(change.before().version().mode()).isEqualTo("100644");
    assertThat(change.after().version().mode()).isEqualTo("100755");
    assertThat(change.after().sha256()).isEqualTo(change.before().sha256());
  }

  @Test
  void a_full_disk_loses_nothing_that_the_next_look_does_not_find() throws IOException {
    rig.write("a", "one");
    rig.open().look();
    rig.write("b/c", "two");
    rig.write("a", "three");
    var before = rig.workspace.tree();
    for (int more = 0; more < 4; more++) {
      rig.refuseAfter = rig.made + (more == 0 ? 0 : 1);
      assertThatThrownBy(() -> rig.look()).isInstanceOf(IOException.class);
      assertThat(rig.workspace.tree()).isEqualTo(before);
    }
    rig.refuseAfter = Integer.MAX_VALUE;
    var look = rig.look();
    assertThat(look.before()).isEqualTo(before.orElseThrow());
    assertThat(Rig.told(look.changes())).containsExactly("modify a", "create b/c");
    assertThat(look.after()).isEqualTo(rig.cold());
  }

  @Test
  void nothing_below_the_root_is_written_or_touched() throws IOException {
    rig.git("init", "-q");
    for (int i = 0; i < 20; i++) {
      rig.write("d" + i % 3 + "/f" + i, "text " + i);
    }
    rig.git("add", "-A");
    rig.git("commit", "-qm", "one");
    rig.write("d0/f0", "changed");
    rig.git("stash");
    Files.writeString(rig.root.resolve(".git/index.lock"), "");
    var before = everything();
    rig.open().look();
    rig.look(rig.root.resolve("d1/f1"));
    rig.workspace.check();
    GitState.of(GitFolder.of(rig.root).orElseThrow());
    rig.workspace.save(Instant.EPOCH);
    rig.close();
    rig.open().look();
    rig.workspace.startOver();
    rig.look();
    assertThat(everything()).isEqualTo(before);
  }

  /// Every path with its bytes, mode and times, those of reading aside.
  private Map<String, String> everything() throws IOException {
    var all = new TreeMap<String, String>();
    try (var paths = Files.walk(rig.root)) {
      for (var path : paths.toList()) {
        var bytes = Files.isRegularFile(path) ? Arrays.hashCode(Files.readAllBytes(path)) : 0;
        all.put(path.toString(), Stat.of(path) + " " + bytes);
      }
    }
    return all;
  }

  @Test
  void git_gc_takes_nothing_from_a_snapshot() throws IOException {
    rig.git("init", "-q");
    rig.write("a", "never committed");
    var tree = rig.open().look().after();
    rig.git("add", "a");
    rig.git("reset", "-q");
    Files.delete(rig.root.resolve("a"));
    rig.git("-c", "gc.auto=0", "gc", "-q", "--prune=now");
    rig.look();
    assertThat(rig.content(tree, "a")).isEqualTo("never committed");
  }
}
