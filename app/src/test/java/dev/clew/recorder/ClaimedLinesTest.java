package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.capture.claims.ClaimEnvelope;
import dev.clew.capture.claims.ClaimFiles;
import dev.clew.capture.claims.ClaimRecords;
import dev.clew.capture.claims.GitAiNotes;
import dev.clew.content.Sealer;
import dev.clew.redact.KnownValues;
import dev.clew.redact.RedactionLevel;
import dev.clew.redact.Redactor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/// What another tool claims of lines, beside what was seen of them.
class ClaimedLinesTest {
  private static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path folder;
  private OriginRig rig;
  private OriginScript script;

  @BeforeEach
  void begin() {
    rig = new OriginRig(folder);
    rig.save("f", "one\ntwo\nthree\n");
    script = new OriginScript(rig, OriginScript.NOBODY);
    script.run("me git add -A\nme git commit -q -m first");
  }

  @AfterEach
  void end() {
    rig.close();
  }

  private String git(String... arguments) {
    var said = rig.git(arguments).well().said();
    return said.substring(said.lastIndexOf(": ") + 2).strip();
  }

  /// A note of git-ai's about what `f` has at HEAD.
  private void claim(String entries, Instant at) throws IOException, SQLException {
    var note =
        "f\n"
            + entries
            + "---\n{\"schema_version\":\"authorship/3.0.0\",\"prompts\":{},\"sessions\":{"
            + "\"s_1\":{\"agent_id\":{\"tool\":\"cursor\",\"id\":\"c1\",\"model\":\"m\"}},"
            + "\"s_2\":{\"agent_id\":{\"tool\":\"codex\",\"id\":\"c2\",\"model\":\"m\"}}}}";
    var line =
        new ClaimEnvelope(
                GitAiNotes.KIND,
                rig.root.toString(),
                rig.root.resolve(".git").toString(),
                git("rev-parse", "HEAD"),
                at,
                Map.of("f", git("rev-parse", "HEAD:f")),
                StringNode.valueOf(note))
            .line();
    JsonNode value = JsonMapper.shared().readTree(line);
    ClaimFiles files =
        ClaimRecords.files().stream()
            .filter(each -> each.recognises(folder, value))
            .findFirst()
            .orElseThrow();
    var source = new Preparer.Source(files, "claims", files.sessionOf(folder, List.of(value)), "");
    var bytes = line.getBytes(StandardCharsets.UTF_8);
    var random = new SecureRandom();
    try (var preparer =
        new Preparer(
            () ->
                Redactor.of(
                    RedactionLevel.STANDARD,
                    new byte[32],
                    KnownValues.discover(Map.of(), Path.of("no-such-home"))),
            rig.keys().hash(),
            Settings.DEFAULT,
            new Interpreter(OriginRig.AGENTS),
            new Sealer(rig.keys().master(), random),
            random)) {
      var records = preparer.prepare(source, new Lines.Line(0, bytes, bytes.length, true), 1);
      rig.store().append(records, List.of(), _ -> List.of());
    }
  }

  private List<String> blame() {
    rig.origins();
    try (var blame = new OriginBlame(rig.home().index())) {
      return blame.of(rig.root.resolve("f")).stream()
          .map(line ->
              "%s: %s %s %s"
                  .formatted(
                      line.text().strip().replaceAll("say\\(\"|\"\\); // and no more", ""),
                      line.origin().wire(),
                      line.confidence().wire(),
                      script.name(line.step())))
          .toList();
    }
  }

  @Test
  void lines_of_which_nothing_was_seen_are_as_another_claims_and_stay_so() throws Exception {
    script.run("look");
    claim("  s_1::t_1 1\n  h_1 2\n", MADE);
    script.run("me line f @2 typed\nlook");

    assertThat(blame())
        .containsExactly(
            "one: agent inferred nobody",
            "two: human inferred nobody",
            "typed: human exact nobody");
  }

  @Test
  void a_claim_that_comes_after_what_was_seen_changes_the_same_lines() throws Exception {
    script.run("look\nme line f @2 typed\nlook");
    assertThat(blame().getFirst()).isEqualTo("one: baseline exact nobody");
    rig.git("checkout", "-q", "-b", "other").well();
    claim("  s_1::t_1 1\n  h_1 2\n", MADE);

    assertThat(blame())
        .containsExactly(
            "one: agent inferred nobody",
            "two: human inferred nobody",
            "typed: human exact nobody");
  }

  @Test
  void a_seen_change_wins_over_a_claim() throws Exception {
    script.run("look\na line f @1 word\nlook\nme git commit -q -a -m second\nlook");
    claim("  s_1::t_1 1-3\n", MADE);
    script.run("me line f @0 typed\nlook");

    assertThat(blame())
        .containsExactly(
            "typed: human exact nobody", "word: agent exact a1", "three: agent inferred nobody");
  }

  @Test
  void a_note_that_was_made_later_replaces_the_one_before() throws Exception {
    script.run("look");
    claim("  s_1::t_1 1-2\n", MADE);
    claim("  h_1 1\n", MADE.plusSeconds(1));
    script.run("me line f @2 typed\nlook");

    assertThat(blame().subList(0, 2))
        .containsExactly("one: human inferred nobody", "two: baseline exact nobody");
  }

  @Test
  void claims_that_disagree_are_nobodys() throws Exception {
    script.run("look");
    claim("  s_1::t_1 1-2\n", MADE);
    claim("  s_2::t_1 1\n", MADE);
    script.run("me line f @2 typed\nlook");

    assertThat(blame().subList(0, 2))
        .containsExactly("one: unknown unknown nobody", "two: agent inferred nobody");
  }
}
