package dev.clew.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.clew.testing.Golden;
import dev.clew.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// What every command prints, for a person and for a program, on a small store.
///
/// `$DIR` stands for the world's folder; what is random in a ledger (its root) and the size of a
/// store are left out.
class CliTest {
  private static final Path STORE = Path.of("src/test/fixtures/cli/store");
  private static final String MAIN = "5e551000-0000-4000-8000-000000000001";

  @TempDir private Path folder;
  private World world = new World(Path.of(""));

  @BeforeEach
  void import_the_store() {
    world = new World(folder);
    World.copy(STORE, world.transcripts());
  }

  private String ran(String... arguments) {
    var ran = world.clew(arguments);
    var text =
        "$ clew %s\n%s%s[exit %d]\n"
            .formatted(
                String.join(" ", arguments),
                ran.out(),
                ran.err().isEmpty() ? "" : "--- stderr\n" + ran.err(),
                ran.exit().code());
    return text.replace(folder.toString(), "$DIR")
        .replaceAll("root [A-Za-z0-9+/]{43}=", "root …")
        .replaceAll("\"root\":\"[^\"]*\"", "\"root\":\"…\"")
        .replaceAll("\"store_bytes\":[0-9]+", "\"store_bytes\":…")
        .replaceAll("(store +\\$DIR/home), [^,]*,", "$1, …,");
  }

  @TestFactory
  Stream<DynamicTest> a_command_prints() {
    var commands =
        List.of(
            "import transcripts",
            "import transcripts --json",
            "sessions",
            "sessions --json",
            "log --all",
            "log last --reverse",
            "log last --json --limit 3",
            "show last",
            "show last --json",
            "show 5e551000-0000-4000-8000-000000000001",
            "files last",
            "files last --json",
            "cost",
            "cost --by session",
            "cost --by day --json",
            "cost --by week,model",
            "cost --by day,agent --json",
            "stats",
            "stats --json --top",
            "stats --errors --by agent,since",
            "capture",
            "capture last --json",
            "search tests",
            "search greeting --json --limit 2",
            "search nothing-like-it",
            "status",
            "status --json",
            "verify",
            "verify --json",
            "reindex");
    return commands.stream().map(command -> dynamicTest(command, () -> check(command)));
  }

  private void check(String command) {
    var arguments = command.split(" ", -1);
    if (!command.startsWith("import")) {
      world.importAll();
    } else if (Files.exists(world.home().folder())) {
      World.delete(world.home().folder());
    }
    var text = ran(arguments);
    if (!command.contains("--json")) {
      assertThat(text.lines())
          .filteredOn(line -> !line.startsWith("$ ") && !line.startsWith("  "))
          .allSatisfy(line -> assertThat(line.replace("$DIR", "").length()).isLessThan(101));
    }
    Golden.check("cli/%s.txt".formatted(command.replaceAll("[^a-z0-9]+", "-")), text);
  }

  @Test
  void every_step_and_turn_is_shown() {
    world.importAll();
    var text = new StringBuilder();
    for (var turn :
        world.clew("show", MAIN, "--json").json().getFirst().path("turn_list").values()) {
      text.append(ran("show", turn.path("turn").asString()));
      text.append(ran("show", turn.path("turn").asString(), "--json"));
    }
    for (var step : world.clew("log", "--all", "--reverse", "--json").json()) {
      text.append(ran("show", step.path("step").asString()));
      text.append(ran("show", step.path("step").asString(), "--json"));
    }
    Golden.check("cli/show-each.txt", text.toString().replaceAll("\"at\":[0-9]+", "…"));
  }

  @Test
  void a_mistake_is_answered_with_what_to_do() throws IOException {
    var text = new StringBuilder();
    for (var early :
        List.of("sessions", "log", "show last", "files last", "cost", "verify", "reindex")) {
      text.append(ran(early.split(" ", -1)));
    }
    world.importAll();
    for (var wrong :
        List.of(
            "nonsense",
            "sesions",
            "lgo",
            "help nonsense",
            "help log extra",
            "log --revers",
            "log --color blue",
            "--time soon log",
            "-C nowhere log",
            "log -C",
            "config colour",
            "config capture_mod",
            "config capture_mode all",
            "config unset",
            "config redaction_level --repo .",
            "\u001b[31mred",
            "sessions --nonsense",
            "sessions --sort colour",
            "sessions --since yesterday",
            "sessions --limit many",
            "sessions --limit -3",
            "cost --by colour",
            "cost --by day,model,repo",
            "cost --by day,day",
            "stats --by colour",
            "sessions --until tomorrow",
            "log zzzz",
            "show",
            "show zzzz",
            "search",
            "search -- ->",
            "search a --in colour",
            "show 5e55",
            "show greeting",
            "show 8",
            "files zzzz",
            "files",
            "import",
            "import nowhere.jsonl",
            "import nowhere.jsonl --json",
            "import transcripts --agent nobody",
            "verify --checkpoint nowhere",
            "log --cursor first",
            "sessions extra words")) {
      text.append(ran(wrong.split(" ", -1)));
    }
    Files.writeString(world.home().config(), "{\"capture_mode\":\"everything\"}");
    text.append(ran("status")).append(ran("import", "transcripts"));
    Files.writeString(world.home().config(), "{capture_mode");
    text.append(ran("import", "transcripts"));
    Golden.check("cli/mistakes.txt", text.toString());
  }

  @Test
  void nothing_that_an_agent_wrote_reaches_the_terminal_as_a_command() throws IOException {
    var hostile = Files.readString(Path.of("src/test/fixtures/cli/hostile.jsonl"));
    world.write("h/5e551000-0000-4000-8000-0000000000ff.jsonl", hostile.split("\n", -1));
    world.importAll();
    var text = new StringBuilder();
    var session = world.clew("sessions", "--q", "5e551000-0000-4000-8000-0000000000ff", "--json");
    var id =
        session.json().stream()
            .filter(row -> !row.has("subagent"))
            .findFirst()
            .orElseThrow()
            .path("session")
            .asString();
    for (var command :
        List.of(
            "sessions",
            "log " + id,
            "show " + id,
            "files " + id,
            "cost",
            "cost --by repo",
            "cost --by session",
            "status",
            "search h* --session " + id,
            "search e* --session " + id,
            "log zz\u001b[2J")) {
      text.append(all(command));
    }
    for (var step : world.clew("log", id, "--json").json()) {
      text.append(all("show " + step.path("step").asString()));
    }
    for (var turn : world.clew("show", id, "--json").json().getFirst().path("turn_list").values()) {
      text.append(all("show " + turn.path("turn").asString()));
    }
    assertThat(text.toString())
        .contains("sub-agent ")
        .contains("␛")
        .contains("‹U+202E›")
        .contains("‹U+009B›");
    assertThat(text.chars().filter(c -> isCommand((char) c)).mapToObj(Integer::toHexString))
        .isEmpty();
  }

  private String all(String command) {
    var ran = world.clew(command.split(" ", -1));
    return ran.out() + ran.err();
  }

  private static boolean isCommand(char c) {
    return (c < 0x20 && c != '\n' && c != '\t')
        || (c >= 0x7f && c <= 0x9f)
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069)
        || (c >= 0x200e && c <= 0x200f)
        || c == 0x61c;
  }
}
