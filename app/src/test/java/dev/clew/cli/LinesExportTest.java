package dev.clew.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.TestGit;
import dev.clew.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The lines of commits, on their way to other tools and back.
class LinesExportTest {
  private static final Path FIXTURES = Path.of("src/test/fixtures/claims");

  @TempDir private Path folder;
  private World world = new World(Path.of(""));
  private Path repository = Path.of("");

  @BeforeEach
  void make_a_repository() throws IOException {
    world = new World(folder.resolve("one"));
    Files.createDirectory(folder.resolve("one"));
    repository = Files.createDirectory(folder.resolve("repo")).toRealPath();
    TestGit.run(repository, "init", "-q", "-b", "main");
  }

  private String commit(String... filesAndContents) throws IOException {
    for (var i = 0; i < filesAndContents.length; i += 2) {
      var path = repository.resolve(filesAndContents[i]);
      Files.createDirectories(path.getParent());
      Files.writeString(path, filesAndContents[i + 1]);
    }
    TestGit.run(repository, "add", "-A");
    TestGit.run(repository, "commit", "-q", "-m", "a commit");
    return TestGit.run(repository, "rev-parse", "HEAD").strip();
  }

  private void note(String commit, String text) throws IOException {
    var file = Files.writeString(folder.resolve("note.txt"), text);
    TestGit.run(repository, "notes", "--ref=ai", "add", "-f", "-F", file.toString(), commit);
  }

  private static String fixture(String name) throws IOException {
    return Files.readString(FIXTURES.resolve(name));
  }

  private static String lines(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(line -> "line " + line + "\n")
        .reduce("", String::concat);
  }

  private static World.Ran in(World world, Path place, String... arguments) {
    var all = new ArrayList<>(List.of("-C", place.toString()));
    all.addAll(List.of(arguments));
    world.shareKey();
    return world.clew(all.toArray(String[]::new));
  }

  private World.Ran clew(String... arguments) {
    return in(world, repository, arguments);
  }

  private String claimed() throws IOException {
    var commit =
        commit(
            "src/loom.txt",
            lines(1, 15),
            "src/my shuttle.txt",
            lines(1, 200),
            "---",
            "a\nb\n",
            "weft-naïve-🧵.txt",
            lines(1, 6),
            "\"quoted\"",
            "x\n");
    note(commit, fixture("sessions.note"));
    clew("import", "notes");
    return commit;
  }

  @Test
  void what_a_note_claims_goes_out_as_a_note_and_comes_back_the_same() throws Exception {
    var commit = claimed();
    var first = clew("export", "notes", "HEAD");
    assertThat(first.exit()).isEqualTo(Exit.YES);
    assertThat(first.out())
        .contains(
            "src/loom.txt\n  s_", "::t_00000000000001 1-3,7\n", "\"src/my shuttle.txt\"\n  s_")
        .contains("::t_0000000000000a 1-200\n", "::t_0000000000000b 2\n", "\"---\"\n")
        .contains("\"git_ai_version\": \"clew ", "\"author\": \"Ada Weaver <ada@example.org>\"")
        .contains("\"base_commit_sha\": \"" + commit + "\"");
    var other = folder.resolve("other");
    TestGit.run(folder, "clone", "-q", repository.toString(), other.toString());
    var file = Files.writeString(folder.resolve("sent.note"), first.out());
    TestGit.run(other, "notes", "--ref=ai", "add", "-F", file.toString(), commit);
    var second = new World(Files.createDirectory(folder.resolve("two")));
    assertThat(in(second, other, "import", "notes").exit()).isEqualTo(Exit.YES);
    assertThat(in(second, other, "export", "notes", "HEAD").out()).isEqualTo(first.out());
  }

  @Test
  void agent_trace_goes_out_and_comes_back_the_same() throws Exception {
    var commit = claimed();
    var first = clew("export", "agent-trace", "HEAD");
    var record = first.json().getFirst();
    assertThat(record.path("version").asString()).isEqualTo("0.1.0");
    assertThat(record.path("vcs").path("revision").asString()).isEqualTo(commit);
    assertThat(record.path("files").values())
        .extracting(file -> file.path("path").asString())
        .containsExactly("---", "src/loom.txt", "src/my shuttle.txt", "weft-naïve-🧵.txt");
    var loom = record.path("files").get(1).path("conversations");
    assertThat(loom.get(0).path("contributor"))
        .hasToString("{\"type\":\"ai\",\"model_id\":\"anthropic/claude-sonnet-4-5\"}");
    assertThat(loom.get(0).path("ranges").values())
        .extracting(JsonNode::toString)
        .containsExactly(
            "{\"start_line\":1,\"end_line\":3}",
            "{\"start_line\":7,\"end_line\":7}",
            "{\"start_line\":9,\"end_line\":12}");
    assertThat(loom.get(1).path("contributor")).hasToString("{\"type\":\"human\"}");
    var file = Files.writeString(folder.resolve("sent.jsonl"), first.out());
    var second = new World(Files.createDirectory(folder.resolve("two")));
    in(second, repository, "import", "agent-trace", file.toString());
    assertThat(in(second, repository, "export", "agent-trace", "HEAD").out())
        .isEqualTo(first.out());
  }

  @Test
  void a_note_has_the_lines_that_its_commit_brought_and_no_other() throws Exception {
    claimed();
    var later = commit("src/loom.txt", lines(1, 15) + "more\nand more\n", "plain.txt", "p\n");
    note(later, fixture("prompts.note").replace("1-2,4", "1-16"));
    clew("import", "notes");
    var out = clew("export", "notes", "HEAD").out();
    assertThat(out).startsWith("src/loom.txt\n  s_").contains(" 16\n---\n").contains("thread-1");
    assertThat(clew("export", "json", "HEAD").json().getFirst().path("files").get(0))
        .hasToString(
            "{\"path\":\"plain.txt\",\"blob\":\"%s\",\"lines\":1,\"ranges\":[{\"from\":1,\"to\":1,"
                    .formatted(TestGit.run(repository, "rev-parse", "HEAD:plain.txt").strip())
                + "\"class\":\"vcs\",\"confidence\":\"exact\",\"evidence\":[\"git\"],\"commit\":\""
                + later
                + "\"}]}");
    assertThat(clew("export", "notes", "HEAD~1..HEAD~1").err()).contains("0 of 0 commits told");
    assertThat(clew("export", "notes", "HEAD~1..HEAD").out()).isEqualTo(out);
  }

  @Test
  void a_merge_has_the_lines_that_no_parent_has() throws Exception {
    commit("a", lines(1, 9));
    TestGit.run(repository, "checkout", "-q", "-b", "side");
    commit("a", lines(1, 9) + "side\n");
    TestGit.run(repository, "checkout", "-q", "main");
    commit("a", "main\n" + lines(1, 9));
    TestGit.run(repository, "merge", "-q", "--no-commit", "side");
    Files.writeString(repository.resolve("a"), "main\n" + lines(1, 9) + "side\nmerged\n");
    TestGit.run(repository, "commit", "-q", "-a", "-m", "merge");
    claimed();
    var merge = clew("export", "json", "HEAD~1").json().getFirst();
    assertThat(merge.path("parents").size()).isEqualTo(2);
    var ranges = merge.path("files").get(0).path("ranges");
    assertThat(ranges.size()).isEqualTo(1);
    assertThat(ranges.get(0).path("from").asInt()).isEqualTo(12);
    assertThat(ranges.get(0).path("to").asInt()).isEqualTo(12);
  }

  @Test
  void notes_are_written_into_the_repository_only_when_asked_and_never_over_anothers()
      throws Exception {
    var commit = claimed();
    var theirs = TestGit.run(repository, "notes", "--ref=ai", "show", commit);
    clew("export", "notes", "HEAD");
    assertThat(clew("export", "notes", "HEAD", "--write").err())
        .contains("has a note that Clew did not make: left as it is")
        .contains("0 written, 0 as they were, 1 of others left");
    assertThat(TestGit.run(repository, "notes", "--ref=ai", "show", commit)).isEqualTo(theirs);
    assertThat(clew("export", "notes", "HEAD", "--write", "--force").err()).contains("1 written");
    var ours = TestGit.run(repository, "notes", "--ref=ai", "show", commit);
    assertThat(ours).isEqualTo(clew("export", "notes", "HEAD").out());
    assertThat(clew("export", "notes", "HEAD", "--write").err()).contains("1 as they were");
    assertThat(clew("import", "notes").exit()).isEqualTo(Exit.YES);
  }

  @Test
  void a_name_that_the_form_cannot_write_is_left_out_and_said() throws Exception {
    var commit = commit("\"quoted\"", "x\n", "good", "y\n");
    var quoted = "\\\"\\\\\\\"quoted\\\\\\\"\\\"";
    var conversations =
        "\",\"conversations\":[{\"contributor\":{\"type\":\"ai\"},"
            + "\"ranges\":[{\"start_line\":1,\"end_line\":1}]}]}";
    var trace =
        "{\"version\":\"0.1.0\",\"id\":\"1\",\"vcs\":{\"type\":\"git\",\"revision\":\"%s\"},\"files\":["
                .formatted(commit)
            + "{\"path\":\"good"
            + conversations
            + ",{\"path\":\""
            + quoted
            + conversations
            + "]}";
    var file = Files.writeString(folder.resolve("t.jsonl"), trace);
    clew("import", "agent-trace", file.toString());
    var ran = clew("export", "notes", "HEAD");
    assertThat(ran.out()).startsWith("good\n  s_").doesNotContain("quoted");
    assertThat(ran.err()).contains("git-ai's notes cannot write this name: left out");
  }

  @Test
  void files_are_written_where_told_and_not_over_others() throws Exception {
    var commit = claimed();
    assertThat(clew("export", "notes", "HEAD", "--out", "../notes").exit()).isEqualTo(Exit.YES);
    assertThat(folder.resolve("notes").resolve(commit + ".note"))
        .hasContent(clew("export", "notes").out());
    assertThat(clew("export", "notes", "HEAD", "--out", "../notes").exit()).isEqualTo(Exit.USAGE);
    assertThat(clew("export", "json", "-o", "../lines.json").exit()).isEqualTo(Exit.YES);
    assertThat(clew("export", "json", "-o", "../lines.json").exit()).isEqualTo(Exit.USAGE);
    assertThat(clew("export", "json", "--write").err()).contains("are for notes");
    assertThat(clew("export", "last", "HEAD").err()).contains("clew export notes RANGE");
    assertThat(clew("export", "notes", "no-such").exit()).isEqualTo(Exit.ENVIRONMENT);
  }
}
