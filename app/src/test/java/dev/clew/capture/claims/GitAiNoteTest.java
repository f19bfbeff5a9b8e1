package dev.clew.capture.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clew.event.LineRange;
import dev.clew.event.OriginClass;
import dev.clew.testing.Cases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// git-ai's notes: what is read is written again byte for byte.
class GitAiNoteTest {
  private static final Path FIXTURES = Path.of("src/test/fixtures/claims");

  private static String fixture(String name) {
    try {
      return Files.readString(FIXTURES.resolve(name)).stripTrailing();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_note_of_either_form_is_written_as_it_was_read() throws ClaimException {
    for (var name : List.of("sessions.note", "prompts.note", "empty.note")) {
      var text = fixture(name);
      assertThat(GitAiNote.read(text).text()).isEqualTo(text);
    }
  }

  @Test
  void a_note_says_who_wrote_which_lines() throws ClaimException {
    var note = GitAiNote.read(fixture("sessions.note"));
    assertThat(note.files())
        .extracting(GitAiNote.Attested::path)
        .containsExactly("src/loom.txt", "src/my shuttle.txt", "---", "weft-naïve-🧵.txt");
    var entries = note.files().getFirst().entries();
    assertThat(entries.getFirst().lines())
        .containsExactly(new LineRange(1, 3), new LineRange(7, 7));
    var agent = note.author(entries.getFirst().key());
    assertThat(agent.by()).isEqualTo(OriginClass.AGENT);
    assertThat(agent.tool()).isEqualTo("cursor");
    assertThat(agent.model()).isEqualTo("claude-sonnet-4-5");
    assertThat(agent.person()).isEqualTo("ada@example.org");
    var person = note.author(entries.getLast().key());
    assertThat(person.by()).isEqualTo(OriginClass.HUMAN);
    assertThat(person.person()).isEqualTo("Ada Weaver <ada@example.org>");
  }

  @Test
  void the_older_form_has_prompts_and_where_to_read_them() throws ClaimException {
    var note = GitAiNote.read(fixture("prompts.note"));
    assertThat(note.author("1111222233334444").url())
        .isEqualTo("https://prompts.example.org/cas/1");
    assertThat(note.author("1111222233334444").conversation()).isEqualTo("thread-2");
  }

  @Test
  void an_author_that_is_not_listed_is_still_an_agent_or_a_person() throws ClaimException {
    var note = GitAiNote.read("a\n  s_1::t_2 1\n  h_3 2\n  0123456789abcdef 3\n" + end());
    assertThat(note.author("s_1::t_2").by()).isEqualTo(OriginClass.AGENT);
    assertThat(note.author("s_1::t_2").tool()).isNull();
    assertThat(note.author("h_3").by()).isEqualTo(OriginClass.HUMAN);
    assertThat(note.author("0123456789abcdef").by()).isEqualTo(OriginClass.AGENT);
  }

  private static String end() {
    return "---\n{\"schema_version\":\"authorship/3.0.0\",\"base_commit_sha\":\"\",\"prompts\":{}}";
  }

  @Test
  void what_is_no_note_says_what_was_expected() {
    assertThatThrownBy(() -> GitAiNote.read("")).hasMessageContaining("'---'");
    assertThatThrownBy(() -> GitAiNote.read("---\n{")).hasMessageContaining("not JSON");
    assertThatThrownBy(() -> GitAiNote.read("---\n[]")).hasMessageContaining("not a JSON object");
    assertThatThrownBy(() -> GitAiNote.read("---\n{\"schema_version\":\"authorship/4.0.0\"}"))
        .hasMessage("version 'authorship/4.0.0' is not known: expected authorship/3.0.0");
    assertThatThrownBy(() -> GitAiNote.read("  s_1::t_1 1-2\n" + end()))
        .hasMessageStartingWith("line 1: expected");
    assertThatThrownBy(() -> GitAiNote.read("a\n  s_1::t_1\n" + end()))
        .hasMessageStartingWith("line 2: expected");
    for (var lines : List.of("0", "2-1", "1,", "x", "1-", "-3", "99999999999", "1 2")) {
      assertThatThrownBy(() -> GitAiNote.read("a\n  k " + lines + "\n" + end()))
          .isInstanceOf(ClaimException.class)
          .hasMessageStartingWith("line 2: expected line numbers");
    }
  }

  @Test
  void keys_are_made_as_the_form_says() {
    // sha256("claude:abc") and sha256("Ada <ada@example.org>"), by sha256sum.
    assertThat(GitAiNote.sessionKey("claude", "abc")).isEqualTo("s_2ce06946efc032");
    assertThat(GitAiNote.personKey("Ada <ada@example.org>")).isEqualTo("h_7811020b84d4f3");
  }

  @Test
  void any_note_is_read_as_it_was_written() {
    Cases.forAll(
        300,
        random -> {
          var note = note(random);
          try {
            var text = note.text();
            assertThat(GitAiNote.read(text)).isEqualTo(note);
            assertThat(GitAiNote.read(text).text()).isEqualTo(text);
          } catch (ClaimException e) {
            throw new AssertionError(e);
          }
        });
  }

  private static GitAiNote note(RandomGenerator random) {
    var names =
        List.of("a", "b c", "---", "-x", "tab\there", "\"half", "  two", "é/ü 🧵", "a\u00a0b", "}");
    var files = new ArrayList<GitAiNote.Attested>();
    for (var name : Cases.listOf(random, 6, r -> names.get(r.nextInt(names.size())))) {
      assertThat(GitAiNote.canName(name)).isTrue();
      var entries = new ArrayList<GitAiNote.Entry>();
      for (var i = 0; i <= random.nextInt(3); i++) {
        var from = 1 + random.nextInt(50);
        entries.add(
            new GitAiNote.Entry(
                "s_%014x::t_%014x".formatted(random.nextInt(9), random.nextInt(9)),
                LineRanges.joined(
                    List.of(
                        new LineRange(from, from + random.nextInt(3)),
                        new LineRange(1 + random.nextInt(90), 100)))));
      }
      files.add(new GitAiNote.Attested(name, entries));
    }
    var json = JsonMapper.shared().createObjectNode().put("schema_version", GitAiNote.SCHEMA);
    ObjectNode inner = json.putObject("sessions").putObject("s_\"\n");
    inner.putArray("list").add(1).add("two").addObject();
    inner.putNull("nothing");
    return new GitAiNote(files, json);
  }
}
