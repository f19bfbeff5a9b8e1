package dev.clew.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.ClaudeLines;
import dev.clew.testing.Golden;
import dev.clew.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Sessions as documents.
class ExportTest {
  private static final Path PAGE = Path.of("src/test/fixtures/page");
  private static final String LOOM = "7a1e0000-1111-4222-8333-000000000000";
  private static final String HOSTILE = "bad00000-1111-4222-8333-000000000000";

  @TempDir private Path folder;
  private World world = new World(Path.of(""));

  @BeforeEach
  void import_the_sessions() {
    world = new World(folder);
    World.copy(PAGE, world.transcripts());
    world.importAll();
  }

  @Test
  void a_session_is_a_document_in_each_format() {
    for (var format : ExportFormat.values()) {
      var ran = world.clew("export", LOOM, "--format", format.wire());
      assertThat(ran.exit().code()).isZero();
      Golden.check("export/loom." + format.ending(), ran.out().replace(folder.toString(), "$DIR"));
    }
  }

  @Test
  void no_home_is_named_unless_asked_for() {
    for (var format : ExportFormat.names()) {
      assertThat(world.clew("export", HOSTILE, "--format", format).out())
          .doesNotContain("/home/mallory")
          .contains("~/");
      assertThat(world.clew("export", HOSTILE, "--format", format, "--full-paths").out())
          .contains("/home/mallory");
    }
  }

  @Test
  void hostile_text_is_no_markup_in_any_document() {
    var html = world.clew("export", HOSTILE, "--format", "html").out();
    assertThat(html.toLowerCase(java.util.Locale.ROOT))
        .doesNotContain(
            "<script", "<img src=x", "<svg", "<textarea", "javascript:window.__pwned=1\"");
    assertThat(html.codePoints()).noneMatch(c -> c < 0x20 && c != '\n' && c != '\t');
    assertThat(html).doesNotContain("\u202e", "\u2066", "\u009b").contains("⟨U+202E⟩", "⟨ESC⟩");
    var markdown = world.clew("export", HOSTILE, "--format", "markdown").out();
    assertThat(markdown).doesNotContain("\u202e", "\u001b").contains("⟨ESC⟩");
  }

  @Test
  void sub_agents_stand_where_they_were_started_and_can_be_left_out() {
    var with = world.clew("export", LOOM).out();
    assertThat(with).contains("Sub-agent Explore");
    assertThat(with.indexOf("Sub-agent Explore")).isGreaterThan(with.indexOf("Find the word"));
    assertThat(world.clew("export", LOOM, "--no-subagents").out())
        .doesNotContain("Sub-agent Explore");
  }

  @Test
  void json_holds_every_step_turn_and_sub_agent_and_says_how_it_was_made() {
    var json = JsonMapper.shared().readTree(world.clew("export", LOOM, "--format", "json").out());
    assertThat(json.path("steps").size())
        .isEqualTo(world.clew("log", LOOM, "--json").json().size());
    assertThat(json.path("turns").size()).isEqualTo(2);
    assertThat(json.path("turns").get(0).path("prompt").asString()).startsWith("Please make");
    assertThat(json.path("subagents").size()).isEqualTo(1);
    assertThat(json.path("redaction_level").asString()).isEqualTo("standard");
    assertThat(json.path("capture_mode").asString()).isEqualTo("content");
  }

  @Test
  void a_file_is_replaced_only_when_told_and_is_for_its_owner_alone() throws IOException {
    var file = folder.resolve("out.html");
    assertThat(world.clew("export", LOOM, "-o", "out.html").exit().code()).isZero();
    assertThat(Files.readString(file)).startsWith("<!doctype html>");
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    var refused = world.clew("export", LOOM, "-o", "out.html");
    assertThat(refused.exit().code()).isEqualTo(2);
    assertThat(refused.err()).contains("--force");
    assertThat(world.clew("export", LOOM, "-o", "out.html", "--force").exit().code()).isZero();
    try (var files = Files.list(folder)) {
      assertThat(files).noneMatch(each -> each.toString().endsWith(".part"));
    }
  }

  @Test
  void a_mistake_is_answered_before_anything_is_written() {
    assertThat(world.clew("export", "nothing").exit().code()).isEqualTo(1);
    assertThat(world.clew("export", LOOM, "--format", "pdf").exit().code()).isEqualTo(2);
    assertThat(world.clew("export").exit().code()).isEqualTo(2);
    assertThat(world.clew("export", "nothing", "-o", "x.md").err()).contains("clew sessions");
    assertThat(folder.resolve("x.md")).doesNotExist();
  }

  @Test
  void a_secret_that_became_known_later_is_taken_out_on_the_way() throws IOException {
    var secret = "kx7-Quartz-Lantern-9931";
    var lines = new ClaudeLines("s", "5e551000-0000-4000-8000-00000000000f", Instant.EPOCH);
    lines.prompt("the word is " + secret);
    world.write("later.jsonl", lines.lines().toArray(String[]::new));
    world.importAll();
    assertThat(world.clew("export", "5e551000-0000-4000-8000-00000000000f").out()).contains(secret);
    var netrc = folder.resolve("user/.netrc");
    Files.createDirectories(netrc.getParent());
    Files.writeString(netrc, "machine example.org login ann password " + secret + "\n");
    for (var format : ExportFormat.names()) {
      var ran = world.clew("export", "5e551000-0000-4000-8000-00000000000f", "--format", format);
      assertThat(ran.out()).doesNotContain(secret).contains("⟦secret:");
      assertThat(ran.err()).contains("found only now");
    }
  }

  @Test
  void the_highest_level_takes_no_id_of_ours_for_a_secret() {
    world.clew("config", "redaction_level", "paranoid");
    var json = JsonMapper.shared().readTree(world.clew("export", LOOM, "--format", "json").out());
    assertThat(json.path("session").path("session").asString()).matches("[0-9a-f]{32}");
    assertThat(json.path("steps").get(0).path("step").asString()).matches("[0-9a-f]{16}");
  }
}
