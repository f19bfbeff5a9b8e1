package dev.clew.recorder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.capture.workspace.WorkspaceRecord;
import dev.clew.capture.workspace.WorkspaceRecord.Told;
import dev.clew.capture.workspace.WorkspaceRecordWriter;
import dev.clew.content.ContentReader;
import dev.clew.content.SealedObject;
import dev.clew.content.Sealer;
import dev.clew.content.SourceCount;
import dev.clew.content.Unsealer;
import dev.clew.event.RecordId;
import dev.clew.event.SessionKey;
import dev.clew.event.WorkspaceState;
import dev.clew.testing.World;
import dev.clew.workspace.Limits;
import dev.clew.workspace.Reach;
import dev.clew.workspace.RootChoice;
import dev.clew.workspace.Trees;
import dev.clew.workspace.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is forgotten of a workspace is gone from every snapshot; what kept snapshots need stays.
class ForgetWorkspaceTest {
  private static final SessionKey GONE = SessionKey.main("claude", "5e551000-one");
  private static final SessionKey KEPT = SessionKey.main("claude", "5e551000-two");
  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir private Path folder;
  private World world = new World(Path.of(""));
  private Path root = Path.of("");
  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  private final Map<String, byte[]> fresh = new LinkedHashMap<>();
  private int number;

  @BeforeEach
  void make_a_workspace() throws Exception {
    world = new World(folder.resolve("world"));
    world.importAll();
    root = Files.createDirectories(folder.resolve("work"));
    for (var i = 0; i < 100; i++) {
      write("many/file" + i + ".txt", "content of file " + i);
    }
  }

  private void write(String name, String text) throws Exception {
    Files.createDirectories(root.resolve(name).getParent());
    Files.writeString(root.resolve(name), text);
  }

  private Workspace workspace() throws Exception {
    var cache = Files.createDirectories(folder.resolve("cache"));
    var place = (RootChoice.Root) RootChoice.of(root, folder.resolve("user"), cache);
    return Workspace.open(
        place,
        cache,
        folder.resolve("user"),
        Map.of(),
        digest -> digest,
        (sha256, blob, bytes) -> {
          synchronized (fresh) {
            if (objects.put(sha256, bytes) == null) {
              fresh.put(sha256, bytes);
            }
          }
        },
        sha256 -> Optional.ofNullable(objects.get(sha256)),
        Limits.standard(),
        InstantSource.system());
  }

  /// Records what the workspace looks like now as seen by `session`; its tree.
  private String look(Workspace workspace, SessionKey session) throws Exception {
    fresh.clear();
    workspace.check();
    var tree = workspace.tree().orElseThrow();
    var payload =
        new WorkspaceRecordWriter(UnaryOperator.identity(), UnaryOperator.identity())
            .bytes(
                new WorkspaceRecord(
                    "n" + number,
                    number,
                    null,
                    Instant.parse("2026-03-02T10:00:00Z").plusSeconds(number++),
                    session,
                    List.of(
                        new Told<>(
                            session,
                            null,
                            new WorkspaceState(
                                root.toString(), "after", tree, 1, 1, 0, null, null))),
                    List.of(),
                    List.of(),
                    List.of(),
                    fresh.size()));
    var home = world.home();
    try (var store = new Rig(world).open();
        var sealer = new Sealer(Keys.open(home).master(), RANDOM)) {
      var attached = new ArrayList<SealedObject>();
      fresh.values().forEach(bytes -> attached.add(sealer.seal(bytes)));
      var commitments = new Commitments();
      var salt = new byte[16];
      RANDOM.nextBytes(salt);
      var id = RecordId.derive("clew", "workspace", "n" + number);
      var record =
          new Prepared(
              id,
              session,
              session.id(),
              "",
              "clew.workspace",
              "clew/workspace",
              number,
              1,
              sealer.seal(payload),
              attached,
              salt,
              commitments.toSource(salt, id),
              commitments.toPayload(salt, payload),
              CaptureMode.CONTENT,
              List.of(),
              new Prepared.Removed(0, SourceCount.Amount.NONE));
      store.append(List.of(record), List.of(), _ -> List.of());
    }
    return tree;
  }

  private Forgetting forget(ForgetOrder order) throws Exception {
    var surroundings =
        new Recorder.Surroundings(
            InstantSource.fixed(World.NOW), RANDOM, Map.of(), folder.resolve("user"), 1);
    try (var recorder =
        Recorder.open(
            world.home(),
            HomeLock.tryTake(world.home()).orElseThrow(),
            Rig.agents(),
            surroundings)) {
      return recorder.forget(order, false);
    }
  }

  /// Every path of a snapshot with whether its content can be read.
  private Map<String, Boolean> readable(String tree) throws Exception {
    var found = new TreeMap<String, Boolean>();
    try (var reader =
        ContentReader.open(
            world.home().content(), new Unsealer(Keys.open(world.home()).master()))) {
      var trees = new Trees(new Snapshots(reader).source());
      var paths = new TreeMap<String, String>();
      trees.walk(
          tree,
          (path, entry) -> {
            if (entry.kind() != dev.clew.workspace.Kind.FOLDER) {
              paths.put(path, entry.pieces().orElse(entry.sha256()));
            }
          });
      for (var each : paths.entrySet()) {
        found.put(each.getKey(), reader.has(HexFormat.of().parseHex(each.getValue())));
      }
    }
    return found;
  }

  private void storeIsWhole() {
    assertThat(world.clew("verify").exit().code()).isZero();
    var ran = world.clew("fsck");
    assertThat(ran.exit().code()).as(ran.out()).isZero();
  }

  @Test
  void a_forgotten_sessions_contents_go_unless_a_kept_snapshot_needs_them() throws Exception {
    try (var workspace = workspace()) {
      look(workspace, GONE);
      write("gone.txt", "written and rewritten marzipan");
      write("stays.txt", "written and left alone");
      look(workspace, GONE);
      write("gone.txt", "something else by then");
      var kept = look(workspace, KEPT);
      forget(new ForgetOrder.Session(GONE.id()));
      new Leftovers(world).text("written and rewritten marzipan").areNone();
      assertThat(readable(kept)).hasSize(102).allSatisfy((_, is) -> assertThat(is).isTrue());
      storeIsWhole();
    }
  }

  @Test
  void the_newest_snapshot_is_held_although_its_record_is_erased() throws Exception {
    try (var workspace = workspace()) {
      look(workspace, GONE);
      forget(new ForgetOrder.Session(GONE.id()));
      write("new.txt", "new");
      var next = look(workspace, KEPT);
      assertThat(readable(next)).hasSize(101).allSatisfy((_, is) -> assertThat(is).isTrue());
      storeIsWhole();
    }
  }

  @Test
  void contents_of_a_forgotten_path_are_in_no_snapshot_and_all_others_are() throws Exception {
    try (var workspace = workspace()) {
      write("keys/a.txt", "first rhubarb");
      look(workspace, KEPT);
      write("keys/a.txt", "second rhubarb");
      write("keys/b.txt", "content of file 7");
      var tree = look(workspace, KEPT);
      var done = forget(new ForgetOrder.Contents(root.resolve("keys").toString()));
      assertThat(done.erased().objects()).isEqualTo(2);
      assertThat(done.copies()).anyMatch(copy -> copy.what().contains("other paths"));
      new Leftovers(world).text("first rhubarb").text("second rhubarb").areNone();
      assertThat(readable(tree)).containsEntry("keys/a.txt", false);
      assertThat(readable(tree)).containsEntry("keys/b.txt", true);
      assertThat(readable(tree).values().stream().filter(is -> !is)).hasSize(1);
      storeIsWhole();
    }
  }

  @Test
  void a_secret_in_a_file_goes_even_where_it_lies_across_two_pieces_and_is_not_taken_again()
      throws Exception {
    var secret = "orchid9-velvet-tango-7Q";
    try (var workspace = workspace()) {
      // Where nothing in the bytes says so, a piece ends at 64 KiB.
      write("large.txt", "a".repeat((64 << 10) - 10) + secret + "a".repeat(200_000));
      write("small.txt", "token = " + secret);
      var before = look(workspace, KEPT);
      assertThat(fresh.values().stream().filter(Reach::isPieceList)).hasSize(1);
      assertThat(readable(before)).containsEntry("large.txt", true);
      forget(new ForgetOrder.Secret(secret));
      new Leftovers(world).text(secret).areNone();
      write("other.txt", "again " + secret);
      var tree = look(workspace, KEPT);
      new Leftovers(world).text(secret).areNone();
      assertThat(readable(tree)).containsEntry("other.txt", false);
      storeIsWhole();
    }
  }

  @Test
  void a_look_that_tells_of_several_sessions_keeps_what_it_tells_of_the_others() {
    var look =
        """
        {"clew_workspace":1,"at":"2026-03-02T10:00:00Z",
         "session":{"agent":"claude","agent_session":"%s"},
         "states":[{"root":"/w","tree":"t"}],
         "changes":[{"path":"mine"},
          {"path":"theirs","session":{"agent":"claude","agent_session":"%s"}}],
         "moves":[],"missed":[]}
        """;
    var ofGone = look.formatted(GONE.agentSession(), KEPT.agentSession()).getBytes(UTF_8);
    var left = OthersLook.of(ofGone, Set.of(GONE.id())).orElseThrow();
    assertThat(left.session()).isEqualTo(KEPT);
    assertThat(new String(left.payload(), UTF_8))
        .contains("theirs")
        .doesNotContain("mine")
        .doesNotContain("tree")
        .doesNotContain(GONE.agentSession());
    var ofKept = look.formatted(KEPT.agentSession(), GONE.agentSession()).getBytes(UTF_8);
    var rest = OthersLook.of(ofKept, Set.of(GONE.id())).orElseThrow();
    assertThat(rest.session()).isEqualTo(KEPT);
    assertThat(new String(rest.payload(), UTF_8))
        .contains("mine")
        .contains("tree")
        .doesNotContain("theirs");
    assertThat(OthersLook.of(ofKept, Set.of("0".repeat(32)))).isEmpty();
  }

  @Test
  void a_look_that_a_forgotten_session_leads_to_is_taken_without_a_word_of_it() throws Exception {
    try (var workspace = workspace()) {
      look(workspace, GONE);
      forget(new ForgetOrder.Session(GONE.id()));
      write("new.txt", "new");
      look(workspace, GONE);
      write("more.txt", "more");
      var next = look(workspace, KEPT);
      assertThat(readable(next)).hasSize(102).allSatisfy((_, is) -> assertThat(is).isTrue());
      new Leftovers(world).text("\"agent_session\":\"" + GONE.agentSession()).areNone();
      storeIsWhole();
    }
  }
}
