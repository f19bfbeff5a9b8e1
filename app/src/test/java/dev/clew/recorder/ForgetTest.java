package dev.clew.recorder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clew.content.Database;
import dev.clew.content.Erased;
import dev.clew.testing.ClaudeLines;
import dev.clew.testing.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What is forgotten is nowhere, does not come back, and leaves a ledger that verifies.
class ForgetTest {
  private static final String GONE = "5e551000-0000-4000-8000-000000000001";
  private static final String KEPT = "5e551000-0000-4000-8000-000000000002";
  private static final String WORD = "marzipanrhubarb";

  @TempDir private Path folder;
  private World world = new World(Path.of(""));
  private ClaudeLines gone = new ClaudeLines("", "", Instant.EPOCH);

  @BeforeEach
  void import_two_sessions() {
    world = new World(folder);
    gone = new ClaudeLines("g", GONE, Instant.parse("2026-03-02T10:00:00Z"));
    gone.prompt("tell me of " + WORD).bash("1", "toolu_1", "echo " + WORD);
    gone.result("toolu_1", WORD + " is sweet", false).raw("{not json " + WORD);
    var kept = new ClaudeLines("k", KEPT, Instant.parse("2026-03-02T11:00:00Z"));
    kept.prompt("something else").bash("2", "toolu_2", "ls").result("toolu_2", "a b", false);
    write(GONE, gone);
    write(KEPT, kept);
    world.importAll();
    world.clew("reindex");
  }

  private void write(String session, ClaudeLines lines) {
    world.write(session + ".jsonl", lines.lines().toArray(String[]::new));
  }

  private JsonNode forget(String... arguments) {
    var words = new ArrayList<>(List.of("forget"));
    words.addAll(List.of(arguments));
    words.add("--json");
    var ran = world.clew(words.toArray(String[]::new));
    assertThat(ran.exit().code()).as(ran.err()).isZero();
    return ran.json().getFirst();
  }

  private List<String> sessions() {
    return world.clew("sessions", "--json").json().stream()
        .map(each -> each.path("agent_session").asString())
        .toList();
  }

  private JsonNode verified() {
    var ran = world.clew("verify", "--json");
    assertThat(ran.exit().code()).as(ran.out()).isZero();
    return ran.json().getFirst();
  }

  /// What lies in the database beside the sealed bytes of a session's records, and could open them.
  private List<byte[]> keys(String session) throws SQLException {
    var keys = new ArrayList<byte[]>();
    try (var connection = Database.reader(world.home().content());
        var find =
            connection.prepareStatement(
                "SELECT o.key_salt, o.sha256, r.salt, o.data FROM record r"
                    + " JOIN object o ON o.id = r.object JOIN stream s ON s.id = r.stream"
                    + " WHERE s.agent_session = ?")) {
      find.setString(1, session);
      try (var row = find.executeQuery()) {
        while (row.next()) {
          for (var i = 1; i <= 4; i++) {
            keys.add(row.getBytes(i));
          }
        }
      }
    }
    return keys;
  }

  @Test
  void a_forgotten_session_is_nowhere_and_the_ledger_still_verifies() throws Exception {
    assertThat(new Leftovers(world).text(WORD).found()).isNotEmpty();
    var keys = keys(GONE);
    assertThat(keys).hasSize(16);
    var done = forget("--session", GONE, "--yes");
    assertThat(done.path("records").asInt()).isEqualTo(4);
    var leftovers = new Leftovers(world).text(WORD);
    keys.forEach(leftovers::bytes);
    leftovers.areNone();
    assertThat(sessions()).containsExactly(KEPT);
    assertThat(verified().path("forgotten").asInt()).isEqualTo(4);
    assertThat(verified().path("entries").asInt()).isEqualTo(8);
    var capture = world.clew("capture", "--json").json().getFirst();
    assertThat(capture.path("unaccounted_records").asInt()).isZero();
  }

  @Test
  void an_import_does_not_bring_it_back_from_where_it_still_lies_nor_when_it_grew_or_moved()
      throws Exception {
    forget("--session", GONE, "--yes");
    world.importAll();
    gone.prompt("more of " + WORD).text("3", WORD, 30);
    write(GONE, gone);
    world.importAll();
    Files.createDirectories(world.transcripts().resolve("moved"));
    Files.move(
        world.transcript(GONE + ".jsonl"), world.transcripts().resolve("moved/" + GONE + ".jsonl"));
    world.importAll();
    world.clew("reindex");
    new Leftovers(world).text(WORD).areNone();
    assertThat(sessions()).containsExactly(KEPT);
    assertThat(verified().path("entries").asInt()).isEqualTo(8);
    try (var store = new Rig(world).open()) {
      assertThat(store.forgottenSessions().values())
          .singleElement()
          .satisfies(each -> assertThat(each.refused()).isEqualTo(2));
    }
  }

  @Test
  void its_sub_agents_go_with_it() {
    var sub = new ClaudeLines("s", GONE, Instant.parse("2026-03-02T10:01:00Z")).subagent("a1");
    sub.prompt("find " + WORD).text("9", WORD, 30);
    world.write(GONE + "/subagents/agent-a1.jsonl", sub.lines().toArray(String[]::new));
    world.importAll();
    var done = forget("--session", GONE, "--yes");
    assertThat(done.path("sessions").size()).isEqualTo(2);
    new Leftovers(world).text(WORD).areNone();
    sub.text("10", WORD, 40);
    world.write(GONE + "/subagents/agent-a1.jsonl", sub.lines().toArray(String[]::new));
    world.importAll();
    new Leftovers(world).text(WORD).areNone();
    assertThat(sessions()).containsExactly(KEPT);
  }

  @Test
  void the_agents_own_copies_are_named() {
    var copies = forget("--session", GONE, "--yes").path("copies");
    assertThat(copies.valueStream().map(each -> each.path("path").asString()))
        .containsExactly(world.transcript(GONE + ".jsonl").toString());
  }

  @Test
  void a_dry_run_tells_the_same_and_changes_nothing() {
    var told = forget("--session", GONE, "--dry-run");
    assertThat(sessions()).contains(GONE);
    assertThat(verified().path("forgotten").asInt()).isZero();
    assertThat(forget("--session", GONE, "--yes")).isEqualTo(told);
  }

  @Test
  void it_is_not_done_unasked() {
    var ran = world.clew("forget", "--session", GONE);
    assertThat(ran.exit().code()).isEqualTo(2);
    assertThat(ran.err()).contains("4 records of 1 session").contains("--yes");
    assertThat(sessions()).contains(GONE);
  }

  @Test
  void what_one_session_shares_with_another_stays_for_the_other() throws Exception {
    var lines = new ClaudeLines("x", KEPT, Instant.parse("2026-03-02T12:00:00Z"));
    lines.prompt("shared");
    world.write(KEPT + "-b.jsonl", lines.lines().toArray(String[]::new));
    world.importAll();
    try (var connection = Database.writer(world.home().content());
        var share = connection.createStatement()) {
      assertThat(
              share.executeUpdate(
                  "INSERT INTO attachment SELECT r.seq, k.object FROM record r, record k"
                      + " JOIN stream s ON s.id = r.stream JOIN stream t ON t.id = k.stream"
                      + " WHERE s.agent_session = '"
                      + GONE
                      + "' AND t.agent_session = '"
                      + KEPT
                      + "'"))
          .isPositive();
      connection.commit();
    }
    forget("--session", GONE, "--yes");
    assertThat(verified().path("forgotten").asInt()).isEqualTo(4);
    assertThat(world.clew("search", "shared", "--json").json()).hasSize(1);
  }

  @Test
  void a_payload_that_was_destroyed_without_a_note_is_damage() throws SQLException {
    forget("--session", GONE, "--yes");
    try (var connection = Database.writer(world.home().content());
        var change = connection.createStatement()) {
      change.executeUpdate("DELETE FROM tombstone");
      connection.commit();
    }
    assertThat(world.clew("verify").exit().code()).isEqualTo(1);
  }

  private static final String VALUE = "orchid\"9-velvet\\\\tango/7Q";

  private Forgetting recorded(ForgetOrder order) throws Exception {
    var home = world.home();
    var surroundings =
        new Recorder.Surroundings(
            InstantSource.fixed(World.NOW),
            new SecureRandom(),
            Map.of(),
            folder.resolve("user"),
            1);
    try (var recorder =
        Recorder.open(home, HomeLock.tryTake(home).orElseThrow(), Rig.agents(), surroundings)) {
      return recorder.forget(order, false);
    }
  }

  private ClaudeLines linesWithValue() {
    var lines = new ClaudeLines("v", KEPT, Instant.parse("2026-03-02T12:00:00Z"));
    var base64 = Base64.getEncoder().encodeToString(("x=" + VALUE).getBytes(UTF_8));
    lines.prompt("the word is " + VALUE + " and no other").bash("5", "toolu_5", "echo " + base64);
    lines.result("toolu_5", "it said " + VALUE, false).text("6", "nothing here", 30);
    return lines.raw("{broken " + VALUE);
  }

  private Leftovers valueIn() {
    return new Leftovers(world).text(VALUE).text(VALUE.replace("\\", "\\\\").replace("\"", "\\\""));
  }

  @Test
  void a_forgotten_secret_is_nowhere_and_what_stood_around_it_is_still_there() throws Exception {
    write(KEPT + "-v", linesWithValue());
    world.importAll();
    world.clew("reindex");
    assertThat(valueIn().found()).isNotEmpty();
    var done = recorded(new ForgetOrder.Secret(VALUE));
    assertThat(done.erased().records()).isEqualTo(4);
    assertThat(done.replaced()).isEqualTo(4);
    assertThat(done.copies()).hasSize(1);
    world.clew("reindex");
    valueIn().areNone();
    assertThat(world.clew("search", "no other", "--json").json()).hasSize(1);
    assertThat(verified().path("forgotten").asInt()).isEqualTo(4);
    assertThat(verified().path("entries").asInt()).isEqualTo(7 + 5 + 4 + 1);
    var capture = world.clew("capture", "--json").json().getFirst();
    assertThat(capture.path("unaccounted_records").asInt()).isZero();
  }

  @Test
  void a_forgotten_secret_stays_out_when_its_transcript_is_read_again_grows_or_another_tells_it()
      throws Exception {
    var lines = linesWithValue();
    write(KEPT + "-v", lines);
    world.importAll();
    recorded(new ForgetOrder.Secret(VALUE));
    lines.prompt("once more " + VALUE);
    write(KEPT + "-v", lines);
    write(
        "5e551000-0000-4000-8000-000000000003",
        new ClaudeLines("o", "5e551000-0000-4000-8000-000000000003", Instant.EPOCH)
            .prompt("elsewhere " + VALUE));
    world.importAll();
    world.clew("reindex");
    valueIn().areNone();
    assertThat(world.clew("search", "once more", "--json").json()).hasSize(1);
    assertThat(verified().path("forgotten").asInt()).isEqualTo(4);
    assertThat(recorded(new ForgetOrder.Secret(VALUE)).erased()).isEqualTo(Erased.NOTHING);
  }

  @Test
  void what_was_being_prepared_when_it_was_forgotten_is_cleaned_before_it_is_stored()
      throws Exception {
    write(KEPT + "-v", linesWithValue());
    try (var store = new Rig(world).open()) {
      store.clean(new ValueFilter(Keys.open(world.home()), List.of(VALUE)));
      new Rig(world).run(store, List.of(world.transcripts()), Optional.empty());
    }
    valueIn().areNone();
    assertThat(world.clew("search", "no other", "--json").json()).hasSize(1);
    verified();
  }

  @Test
  void a_value_that_would_hit_anything_is_refused() {
    assertThatThrownBy(() -> recorded(new ForgetOrder.Secret("abc")))
        .isInstanceOf(ForgetException.class)
        .hasMessageContaining("too short");
  }

  @Test
  void of_a_forgotten_file_no_text_stays_that_its_readings_and_edits_told() throws Exception {
    var lines = new ClaudeLines("f", KEPT, Instant.parse("2026-03-02T12:00:00Z"));
    var input = JsonMapper.shared().createObjectNode().put("file_path", "/src/app/keys/a.txt");
    lines.tool("7", "toolu_7", "Write", input.put("content", WORD + WORD));
    lines.result("toolu_7", "wrote " + WORD + WORD, false).text("8", "done with it", 30);
    write(KEPT + "-f", lines);
    world.importAll();
    var done = recorded(new ForgetOrder.Contents("/src/app/keys"));
    assertThat(done.replaced()).isEqualTo(2);
    world.clew("reindex");
    new Leftovers(world).text(WORD + WORD).areNone();
    assertThat(world.clew("search", "done with it", "--json").json()).hasSize(1);
    assertThat(verified().path("forgotten").asInt()).isEqualTo(2);
    world.importAll();
    new Leftovers(world).text(WORD + WORD).areNone();
  }
}
