package dev.clew.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.event.OriginClass;
import dev.clew.index.ClaimRow;
import dev.clew.index.IndexReader;
import dev.clew.testing.TestGit;
import dev.clew.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What other tools say of lines, brought into a store from a real repository.
class ClaimImportTest {
  private static final Path FIXTURES = Path.of("src/test/fixtures/claims");

  @TempDir private Path folder;
  private World world = new World(Path.of(""));
  private Path repository = Path.of("");

  @BeforeEach
  void make_a_repository() throws IOException {
    world = new World(folder);
    repository = Files.createDirectory(folder.resolve("repo")).toRealPath();
    TestGit.run(repository, "init", "-q", "-b", "main");
  }

  private String commit(String file, String content) throws IOException {
    var path = repository.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
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

  private World.Ran clew(String... arguments) {
    var all = new java.util.ArrayList<>(List.of("-C", repository.toString()));
    all.addAll(List.of(arguments));
    world.shareKey();
    return world.clew(all.toArray(String[]::new));
  }

  private List<ClaimRow> ofCommit(String commit) throws SQLException {
    try (var index = IndexReader.open(world.home().index())) {
      return index.claims().ofCommit(commit);
    }
  }

  private long entries() {
    return world.clew("verify", "--json").json().getFirst().path("entries").asLong();
  }

  @Test
  void notes_become_claims_of_the_commits_and_contents_that_they_are_of() throws Exception {
    var commit = commit("src/loom.txt", "a\nb\nc\nd\n");
    note(commit, fixture("sessions.note"));
    var ran = clew("import", "notes");
    assertThat(ran.err()).contains("1 note read: 212 lines of 4 files; 0 not understood");
    assertThat(ran.exit()).isEqualTo(Exit.YES);
    var claims = ofCommit(commit);
    assertThat(claims).hasSize(6);
    var first = claims.getFirst().claim();
    assertThat(first.form()).isEqualTo("git-ai.note");
    assertThat(first.path()).isEqualTo("src/loom.txt");
    assertThat(first.blob())
        .isEqualTo(TestGit.run(repository, "rev-parse", "HEAD:src/loom.txt").strip());
    assertThat(first.repository()).isEqualTo(repository.resolve(".git").toString());
    assertThat(first.author()).isEqualTo("s_0d4e1c2b3a5f66::t_00000000000001");
    assertThat(first.tool()).isEqualTo("cursor");
    assertThat(claims.get(2).claim().by()).isEqualTo(OriginClass.HUMAN);
    assertThat(claims.get(2).claim().person()).isEqualTo("Ada Weaver <ada@example.org>");
    assertThat(claims)
        .extracting(each -> each.claim().path())
        .contains("src/my shuttle.txt", "---");
  }

  @Test
  void the_same_notes_again_are_the_same_records_and_a_new_one_is_one_more() throws Exception {
    var first = commit("a", "1\n");
    note(first, fixture("sessions.note"));
    clew("import", "notes");
    var before = entries();
    clew("import", "notes");
    assertThat(entries()).isEqualTo(before);
    var second = commit("b", "1\n");
    note(second, fixture("prompts.note"));
    clew("import", "notes");
    assertThat(entries()).isEqualTo(before + 1);
    assertThat(ofCommit(first)).hasSize(6);
    assertThat(ofCommit(second)).hasSize(3);
    var shown = ofCommit(second).toString();
    world.clew("reindex");
    assertThat(ofCommit(second)).hasToString(shown);
    assertThat(world.clew("verify").exit()).isEqualTo(Exit.YES);
    try (var left = Files.list(world.home().folder())) {
      assertThat(left).noneMatch(each -> each.getFileName().toString().startsWith("claims"));
    }
    assertThat(world.clew("sessions", "--json").json()).isEmpty();
  }

  @Test
  void a_range_names_the_commits_whose_notes_are_read() throws Exception {
    var first = commit("a", "1\n");
    note(first, fixture("sessions.note"));
    var second = commit("b", "1\n");
    note(second, fixture("prompts.note"));
    assertThat(clew("import", "notes", "HEAD~1..HEAD", "--json").json().getLast().path("claims"))
        .hasToString("1");
    assertThat(ofCommit(first)).isEmpty();
    assertThat(ofCommit(second)).hasSize(3);
    assertThat(clew("import", "notes", "no-such").exit()).isEqualTo(Exit.ENVIRONMENT);
  }

  @Test
  void a_note_that_cannot_be_understood_is_named_and_kept_and_the_others_are_read()
      throws Exception {
    var good = commit("a", "1\n");
    note(good, fixture("sessions.note"));
    var later = commit("b", "1\n");
    note(later, fixture("prompts.note").replace("authorship/3.0.0", "authorship/9.0.0"));
    var torn = commit("c", "1\n");
    note(torn, "src/loom.txt\n  s_1::t_1 1-\n---\n{}");
    var ran = clew("import", "notes");
    assertThat(ran.exit()).isEqualTo(Exit.NO);
    assertThat(ran.err())
        .contains(later + ": version 'authorship/9.0.0' is not known: expected authorship/3.0.0")
        .contains(torn + ": version '' is not known")
        .contains("3 notes read: 212 lines of 4 files; 2 not understood");
    assertThat(ofCommit(good)).hasSize(6);
    assertThat(ofCommit(later)).isEmpty();
    assertThat(world.clew("verify").exit()).isEqualTo(Exit.YES);
  }

  @Test
  void a_repository_without_notes_has_none_and_a_folder_outside_git_says_so() throws Exception {
    commit("a", "1\n");
    assertThat(clew("import", "notes").err()).contains("0 notes read");
    var outside = Files.createDirectory(folder.resolve("outside"));
    var ran = world.clew("-C", outside.toString(), "import", "notes");
    assertThat(ran.exit()).isEqualTo(Exit.ENVIRONMENT);
    assertThat(ran.err()).contains("is no Git work tree");
  }

  @Test
  void secrets_in_a_note_are_taken_out_before_it_is_kept() throws Exception {
    var commit = commit("a", "1\n");
    var secret = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8";
    note(commit, fixture("sessions.note").replace("looms", secret));
    assertThat(clew("import", "notes").err()).contains("1 secret was taken out");
    assertThat(ofCommit(commit)).hasSize(6);
    assertThat(ofCommit(commit).getFirst().claim().author())
        .isEqualTo("s_0d4e1c2b3a5f66::t_00000000000001");
  }

  @Test
  void records_of_agent_trace_become_claims_each_for_itself() throws Exception {
    var commit = commit("src/loom.txt", "a\nb\nc\nd\n");
    var text =
        fixture("traces.jsonl").replace("$COMMIT", commit).replace("$ROOT", repository.toString());
    Files.createDirectory(repository.resolve(".agent-trace"));
    Files.writeString(repository.resolve(".agent-trace/traces.jsonl"), text);
    var ran = clew("import", "agent-trace");
    assertThat(ran.exit()).isEqualTo(Exit.NO);
    assertThat(ran.err())
        .contains("traces.jsonl:4: version '9.0' is not known")
        .contains("traces.jsonl:5: expected 'start_line'")
        .contains("traces.jsonl:6: expected a JSON object")
        .contains("6 records read: 60 lines of 4 files; 3 not understood");
    assertThat(ofCommit(commit)).hasSize(4);
    try (var index = IndexReader.open(world.home().index())) {
      assertThat(index.claims().ofFile(repository.resolve("src/loom.txt").toString())).hasSize(5);
    }
    var before = entries();
    clew("import", "agent-trace", "--json");
    assertThat(entries()).isEqualTo(before);
  }

  @Test
  void nothing_of_the_repository_is_written() throws Exception {
    note(commit("a", "1\n"), fixture("sessions.note"));
    var before = listing();
    clew("import", "notes");
    assertThat(listing()).isEqualTo(before);
  }

  private List<String> listing() throws IOException {
    try (var files = Files.walk(repository)) {
      return files.map(each -> each + " " + each.toFile().lastModified()).sorted().toList();
    }
  }
}
