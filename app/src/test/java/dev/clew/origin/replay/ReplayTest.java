package dev.clew.origin.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.event.FileEdit;
import dev.clew.event.FileEdit.Patch;
import dev.clew.event.FileEdit.Patch.Format;
import dev.clew.event.FileOp;
import dev.clew.event.FileSight;
import dev.clew.event.SpanId;
import dev.clew.index.CauseRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Whose lines files have, by what is told of them alone.
class ReplayTest {
  private static final String FILE = "/src/app/f";

  private final Map<Long, CauseRow> causes = new HashMap<>();
  private final List<ToldVersion> versions = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, Suspects.Found> suspects = new HashMap<>();
  private final Replay replay =
      new Replay(
          new ToldCauses() {
            @Override
            public long told(CauseRow cause) {
              causes.put(cause.id(), cause);
              return cause.id();
            }

            @Override
            public long disagree(List<Long> several) {
              return several.getFirst();
            }

            @Override
            public long noted(long base, String note, long by) {
              return base;
            }
          },
          new Suspects() {
            @Override
            public Found between(String path, Moment since, Moment until) {
              return suspects.getOrDefault(
                  "between", new Found(List.of(Found.NOT_TOLD), List.of()));
            }

            @Override
            public @Nullable Found writers(String path, Moment until) {
              return suspects.get("writers");
            }
          },
          versions::add,
          findings::add);
  private int steps;

  private Moment now() {
    return new Moment(1000L * ++steps, steps, "%032x".formatted(steps), 0);
  }

  private void edit(String path, FileOp op, @Nullable String from, @Nullable FileEdit edit) {
    replay.take(new ToldFact.Edited(now(), new SpanId(steps), "s", path, op, from, edit));
  }

  private void replace(@Nullable String original, String old, String now) {
    edit(FILE, FileOp.MODIFY, null, new FileEdit.Replace(original, old, now, false));
  }

  private void write(String content) {
    edit(FILE, FileOp.CREATE, null, new FileEdit.Rewrite(null, content));
  }

  private void patch(Format format, String text) {
    edit(FILE, FileOp.MODIFY, null, new Patch(format, text));
  }

  private void show(String text, int first, int total) {
    replay.take(
        new ToldFact.Shown(now(), new SpanId(steps), "s", FILE, new FileSight(text, first, total)));
  }

  /// The newest version, a line each: whose it is, and what it says.
  private List<String> blame(String path) {
    var tip =
        versions.stream().filter(each -> each.path().equals(path)).reduce((_, last) -> last).get();
    var content = tip.content();
    if (content == null) {
      return List.of("gone");
    }
    var lines = new ArrayList<String>();
    for (var line : new String(content, UTF_8).lines().toList()) {
      var cause = causes.get(tip.runs().causeOf(lines.size()));
      lines.add(
          "%s%s %s"
              .formatted(cause.origin().wire(), cause.step() == null ? "" : cause.step(), line));
    }
    return lines;
  }

  private List<String> kinds() {
    return versions.stream().map(each -> each.kind() + " " + each.op().wire()).toList();
  }

  private List<String> verdicts() {
    return findings.stream()
        .map(each -> each.source() + " " + each.verdict() + " " + String.join(",", each.evidence()))
        .map(String::strip)
        .toList();
  }

  @Test
  void what_a_step_writes_is_its_and_a_later_edit_keeps_the_rest() {
    write("one\ntwo\nthree\n");
    replace(null, "two\n", "2\n");

    assertThat(blame(FILE)).containsExactly("agent1 one", "agent2 2", "agent1 three");
    assertThat(kinds()).containsExactly("told create", "told modify");
  }

  @Test
  void what_was_there_when_it_was_first_shown_is_baseline() {
    show("one\ntwo\nthree\n", 1, 4);
    replace("one\ntwo\nthree\n", "two", "2");

    assertThat(blame(FILE)).containsExactly("baseline one", "agent2 2", "baseline three");
    assertThat(verdicts()).containsExactly("READ FIRST", "ORIGINAL SAME");
    assertThat(causes.values())
        .allSatisfy(cause -> assertThat(cause.confidence().wire()).isEqualTo("replayed"));
  }

  @Test
  void what_no_edit_explains_is_unknown_with_those_who_may_have_done_it() {
    show("one\ntwo\n", 1, 3);
    suspects.put(
        "between", new Suspects.Found(List.of(Suspects.Found.SHELL), List.of(new SpanId(9))));
    show("one\n2\n", 1, 3);

    assertThat(blame(FILE)).containsExactly("baseline one", "unknown 2");
    assertThat(verdicts()).containsExactly("READ FIRST", "READ OTHER shell_between");
    assertThat(causes.get(versions.getLast().cause()).candidates()).containsExactly(new SpanId(9));
    assertThat(kinds()).containsExactly("baseline modify", "gap modify");
  }

  @Test
  void what_a_command_is_known_to_have_written_is_no_baseline() {
    suspects.put(
        "writers", new Suspects.Found(List.of(Suspects.Found.SHELL), List.of(new SpanId(9))));
    show("one\n", 1, 2);

    assertThat(blame(FILE)).containsExactly("unknown one");
  }

  @Test
  void parts_that_are_shown_come_together() {
    show("three\nfour", 3, 7);
    assertThat(blame(FILE))
        .containsExactly(
            "baseline ⟦lines:2⟧", "baseline three", "baseline four", "baseline ⟦lines:3⟧");
    replace(null, "three\n", "3\n3b\n");
    show("one\ntwo\n3", 1, 8);

    assertThat(blame(FILE))
        .containsExactly(
            "baseline one",
            "baseline two",
            "agent2 3",
            "agent2 3b",
            "baseline four",
            "baseline ⟦lines:3⟧");
    assertThat(verdicts()).containsExactly("READ FIRST", "READ MORE");
  }

  @Test
  void an_edit_of_a_file_that_was_never_shown_tells_its_passage() {
    replace(null, "b\nc\n", "b\nC\n");

    assertThat(blame(FILE))
        .containsExactly("baseline ⟦lines:?⟧", "baseline b", "agent1 C", "baseline ⟦lines:?⟧");
    show("a\nb\nC\nd\n", 1, 5);
    assertThat(blame(FILE)).containsExactly("baseline a", "baseline b", "agent1 C", "baseline d");
  }

  @Test
  void hunks_of_a_unified_diff_stand_where_they_say() {
    patch(Format.UNIFIED, "@@ -3,2 +3,3 @@\n c\n-d\n+D\n+E\n");
    patch(Format.UNIFIED, "@@ -8,1 +8,1 @@\n-h\n+H\n");

    assertThat(blame(FILE))
        .containsExactly(
            "baseline ⟦lines:2⟧",
            "baseline c",
            "agent1 D",
            "agent1 E",
            "baseline ⟦lines:2⟧",
            "agent2 H",
            "baseline ⟦lines:?⟧");
  }

  @Test
  void passages_of_an_envelope_are_found_by_their_text() {
    patch(Format.APPLY_PATCH, "@@\n a\n-b\n+B\n@@\n x\n+y\n");
    patch(Format.APPLY_PATCH, "@@\n-B\n+BB\n");

    assertThat(blame(FILE))
        .containsExactly(
            "baseline ⟦lines:?⟧",
            "baseline a",
            "agent2 BB",
            "baseline ⟦lines:?⟧",
            "baseline x",
            "agent1 y",
            "baseline ⟦lines:?⟧");
  }

  @Test
  void a_file_keeps_its_lines_when_it_is_moved() {
    write("one\ntwo\n");
    edit("/src/app/g", FileOp.RENAME, FILE, new Patch(Format.APPLY_PATCH, "@@\n-two\n+2\n"));
    edit(FILE, FileOp.DELETE, null, null);

    assertThat(blame("/src/app/g")).containsExactly("agent1 one", "agent2 2");
    assertThat(blame(FILE)).containsExactly("gone");
  }

  @Test
  void a_file_that_came_back_by_no_edit_is_unknown() {
    write("one\n");
    edit(FILE, FileOp.DELETE, null, null);
    show("one\n", 1, 2);

    assertThat(blame(FILE)).containsExactly("unknown one");
  }

  @Test
  void an_edit_that_nothing_tells_is_a_candidate_for_what_is_shown_next() {
    write("one\ntwo\n");
    edit(FILE, FileOp.MODIFY, null, null);
    show("one\n2\n", 1, 3);

    assertThat(blame(FILE)).containsExactly("agent1 one", "unknown 2");
    assertThat(causes.get(versions.getLast().cause()).candidates()).containsExactly(new SpanId(2));
    assertThat(causes.get(versions.getLast().cause()).evidence()).containsExactly("edit_not_told");
  }

  @Test
  void placeholders_are_text_like_any_other() {
    write("key = ⟦secret:token:0a1b2c3d:40⟧\nlast\n");
    replace(null, "⟦secret:token:0a1b2c3d:40⟧\n", "⟦secret:token:0a1b2c3d:40⟧\nnext\n");

    assertThat(blame(FILE))
        .containsExactly("agent1 key = ⟦secret:token:0a1b2c3d:40⟧", "agent2 next", "agent1 last");
  }

  @Test
  void looking_below_the_end_tells_nothing() {
    show("one\n", 1, 2);
    show("", 9, 2);

    assertThat(verdicts()).containsExactly("READ FIRST", "READ SAME");
    assertThat(versions).hasSize(1);
  }

  @Test
  void numbered_lines_are_read_as_far_as_they_go() {
    assertThat(NumberedLines.of("     7→a\n     8→\n     9→c\n\n<system-reminder>10→x"))
        .contains(new FileSight("a\n\nc", 7, 0));
    assertThat(NumberedLines.of("nothing of the kind")).isEmpty();
  }
}
