package dev.clew.recorder;

import static dev.clew.recorder.OriginCase.holds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.event.OriginClass;
import dev.clew.testing.Cases;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A: whose each line is, before and after commits.
class OriginConformanceTest {
  @Test
  void a1_lines_that_were_there_stay_so_after_an_agents_turn() {
    holds(
        """
        me save f t1,t2,t3
        me save g t4
        a line f @1 t5
        a stop
        f: t1=baseline t5=a1:exact t3=baseline
        g: t4=baseline
        """);
    holds(
        """
        me save f t1,t2
        a save f t1,t3,t2
        a append f t4
        f: t1=baseline t3=a1:exact t2=baseline t4=a2:inferred
        """);
  }

  @Test
  void a2_what_a_person_changes_between_turns_is_the_persons() {
    holds(
        """
        me save f t1,t2
        a line f @0 t3
        a stop
        me line f @1 t4
        a insert f @1 t5
        f: t3=a1 t4=human t5=a2
        """);
    holds(
        """
        me save f t1,t2
        a line f @0 t3
        me line f @1 t4
        a append f t5
        me append f t6
        a save f t3,t4,t5,t6,t7
        f: t3=a1 t4=human t5=a2 t6=human t7=a3
        """);
  }

  @Test
  void a3_another_session_blames_nothing_anew() {
    holds(
        """
        me save f t1,t2,t3
        a line f @0 t4
        b save f t4,t5,t2,t3
        a/s line f @3 t6
        x line f @2 t7
        f: t4=a1 t5=b1 t7=x1 t6=a/s1
        """);
  }

  @Test
  void a4_renames_copies_and_files_that_come_again() {
    var begin =
        """
        me save f t1,t2,t3
        me sh git add -A && git commit -q -m first
        a line f =t2 t4
        me line f =t3 t5
        look
        """;
    holds(begin + "me mv f g\ng: t1=baseline t4=a1 t5=human\n");
    holds(begin + "a mv f g\ng: t1=baseline t4=a1 t5=human\n");
    holds(begin + "me git mv f g\ng: t1=baseline t4=a1 t5=human\n");
    holds(
        begin
            + """
            me sh mkdir f.d && git mv f f.d/f && sed -i 's/t1/t6/' f.d/f
            look
            me git commit -q -am moved
            f.d/f: t6=human t4=a1 t5=human
            """);
    holds(begin + "me cp f g\ng: t1=baseline~copied t4=a1~copied t5=human~copied\n");
    holds(begin + "b cp f g\ng: t1=baseline~copied t4=a1~copied t5=human~copied\n");
    var untouched = "me save old t7,t8\na line f =t2 t4\n";
    holds(
        "me save f t1,t2\n"
            + untouched
            + "a cp old new\nnew: t7=baseline~copied t8=baseline~copied\n");
    holds(
        "me save f t1,t2\n"
            + untouched
            + "me cp old new\nlook\nnew: t7=baseline~copied t8=baseline~copied\n");
    holds("me save f t1,t2\n" + untouched + "a rm old\nb save old t7,t8\nold: t7=b1 t8=b1\n");
    holds(
        begin
            + """
            me sh mv f x && mkdir f && mv x f/x
            f/x: t1=baseline t4=a1 t5=human
            """);
    holds(
        begin
            + """
            me git commit -q -am second
            me rm f
            look
            me git checkout -q -- f
            f: t1=baseline t4=a1 t5=human
            me rm f
            look
            me save f t7,t8
            f: t7=human t8=human
            """);
  }

  @Test
  void a5_lines_that_are_alike_and_blank_lines() {
    holds(
        """
        me save f t1,.,t2,.,t3
        a insert f =t1 .,t4
        f: t1=baseline .=a1|baseline t4=a1 .=a1|baseline t2=baseline .=baseline t3=baseline
        """);
    holds(
        """
        me save f t1,},t2,},t3,}
        a line f =t2 t4,},t5
        f: t1=baseline }=baseline t4=a1 }=a1 t5=a1 }=baseline t3=baseline }=baseline
        """);
    holds(
        """
        me save f t1,t2,t3,t4,t5
        a save f t6,t2,t7,t4,t8
        f: t6=a1 t2=baseline t7=a1 t4=baseline t8=a1
        """);
    holds(
        """
        me save f t1,t1,t1
        a insert f @2 t1
        me append f t1
        look
        f: t1=baseline t1=baseline t1=baseline t1=a1 t1=human
        """);
  }

  @Test
  void a6_what_only_moves_text_sideways_keeps_the_origin_and_says_so() {
    var begin = "me save f t1,t2,t3\na line f =t2 t4\nme line f =t3 t5\nlook\n";
    var lines = "f: t1=baseline~whitespace t4=a1~whitespace t5=human~whitespace\n";
    holds(begin + "a sh sed -i 's/^/  /' f\n" + lines);
    holds(begin + "me sh sed -i 's/^/\\t/' f\n" + lines);
    holds(begin + "b indent f =t4\nf: t1=baseline t4=a1~whitespace t5=human\n");
    holds(begin + "b line f =t4 t6,t7\nf: t1=baseline t6=b1 t7=b1 t5=human\n");
  }

  @Test
  void a7_what_a_person_types_right_after_an_agents_line_is_not_the_agents() {
    holds(
        """
        me save f t1,t2
        me sh git add -A && git commit -q -m first
        a insert f =t1 t3
        me insert f =t3 t4
        look
        me git commit -q -am both
        f: t1=baseline t3=a1 t4=human t2=baseline
        """);
    holds(
        """
        me save f t1,t2
        me sh git add -A && git commit -q -m first
        open a insert f =t1 t3
        look
        me insert f =t3 t4
        me git commit -q -am both
        a stop
        f: t1=baseline t3=a1|unknown(a1) t4=unknown(a1)|human t2=baseline
        """);
  }

  @Test
  void a8_a_person_who_changes_an_agents_line_has_it() {
    holds(
        """
        me save f t1,t2
        a line f =t1 t3
        me line f =t3 t4
        f: t4=human t2=baseline
        me sh git add -A && git commit -q -m both
        f: t4=human t2=baseline
        """);
  }

  @Test
  void a9_lines_that_move_within_a_file_and_across_files() {
    var begin =
        """
        me save f t1,t2,t3,t4,t5,t6
        me save g t7
        a line f =t2 t8
        me line f =t3 t9
        look
        """;
    holds(
        begin
            + "me move f =t8 @4\nf: t1=baseline t9=human t4=baseline t5=baseline t8=a1 t6=baseline\n");
    holds(
        begin
            + "b multi f =t8 - =t6 t6,t8\n"
            + "f: t1=baseline t9=human t4=baseline t5=baseline t6=baseline t8=a1\n");
    holds(
        begin
            + "me carry f g =t8 2\ng: t7=baseline t8=a1 t9=human\nf: t1=baseline t4=baseline t5=baseline t6=baseline\n");
    holds(
        begin
            + """
            b sh sed -n 2,3p f >> g && sed -i 2,3d f
            g: t7=baseline t8=a1 t9=human
            f: t1=baseline t4=baseline t5=baseline t6=baseline
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ISO-8859-1", "GBK", "Shift_JIS", "EUC-JP", "windows-1251", "UTF-8", "Big5"})
  void a10_encodings(String name) {
    var charset = Charset.forName(name);
    var text = "\u00e9\u4e2d\u65e5\u0416 and more";
    OriginRun.fresh(rig -> {
      var script = new OriginScript(rig, OriginScript.NOBODY);
      rig.save("f", ("first " + text + "\nsecond\nthird\n").getBytes(charset));
      script.look();
      rig.save(
          "f", ("first " + text + "\nsecond, changed " + text + "\nthird\n").getBytes(charset));
      script.look();
      assertThat(origins(rig, "f")).startsWith(OriginClass.BASELINE, OriginClass.HUMAN);
      return origins(rig, "f");
    });
  }

  private static List<OriginClass> origins(OriginRig rig, String file) {
    return origins(rig, rig.root, file);
  }

  private static List<OriginClass> origins(OriginRig rig, Path root, String file) {
    rig.origins();
    try (var blame = new OriginBlame(rig.home().index())) {
      return blame.of(root, file).stream().map(OriginBlame.Line::origin).toList();
    }
  }

  @Test
  void a10_line_ends_marks_and_files_without_lines() {
    var table =
        List.of(
            List.of("one\r\ntwo\r\n", "one\r\nTWO\r\n", "bh"),
            List.of("\ufeffone\ntwo\n", "\ufeffone\nTWO\n", "bh"),
            List.of("one\ntwo", "one\ntwo\nthree", "b*h"),
            List.of("one\ntwo\n", "one\ntwo", "b*"),
            List.of("x".repeat(100_000) + "\ntwo\n", "x".repeat(100_000) + "\nTWO\n", "bh"),
            List.of("one\0\ntwo\n", "one\0\nTWO\n", "**"),
            List.of("", "one\n", "h"),
            List.of("one\n", "", ""));
    for (var row : table) {
      OriginRun.fresh(rig -> {
        var script = new OriginScript(rig, OriginScript.NOBODY);
        rig.save("f", row.get(0));
        script.look();
        rig.save("f", row.get(1));
        script.look();
        var said = new StringBuilder();
        for (var origin : origins(rig, "f")) {
          said.append(origin.wire().charAt(0));
        }
        assertThat(said.toString()).as(row.get(1)).matches(row.get(2).replace('*', '.'));
        return true;
      });
    }
  }

  @Test
  void a10_line_ends_that_git_changes() {
    holds(
        """
        me save f t1,t2
        me sh git add -A && git commit -q -m first
        a line f =t1 t3
        me git commit -q -am second
        look
        me git config core.autocrlf true
        me sh rm f && git checkout -q -- f
        f: t3=a1 t2=baseline
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67.txt",
        "caf\u00e9.txt",
        "cafe\u0301.txt",
        "\u05e9\u05dc\u05d5\u05dd.txt",
        "with blanks.txt",
        "\"quoted\" 'twice'.txt",
        "-leading",
        "back\\slash",
        "tab\there",
        "\u4e2d\u6587/\u6587\u4ef6.txt",
        "$HOME;*?.txt"
      })
  void a11_names(String name) {
    OriginRun.fresh(rig -> {
      var script = new OriginScript(rig, OriginScript.NOBODY);
      rig.save(name, "one\ntwo\n");
      rig.git("add", "-A").well();
      rig.git("commit", "-q", "-m", "first").well();
      var agent = rig.agent("s");
      agent.edit(name, "two", "2");
      rig.save(name, "one\n2\nthree\n");
      script.look();
      assertThat(origins(rig, name))
          .containsExactly(OriginClass.BASELINE, OriginClass.AGENT, OriginClass.HUMAN);
      rig.git("commit", "-q", "-am", "second").well();
      rig.git("checkout", "-q", "HEAD~1").well();
      script.look();
      rig.git("checkout", "-q", "main").well();
      script.look();
      assertThat(origins(rig, name))
          .containsExactly(OriginClass.BASELINE, OriginClass.AGENT, OriginClass.HUMAN);
      return true;
    });
  }

  @Test
  void a13_every_file_of_a_turn_has_its_lines() {
    holds(
        """
        me save f t1
        me save g t2
        me save h t3
        a append f t4
        a insert g @0 t5
        a save i t6
        a save h t7,t3
        a stop
        me sh git add -A && git commit -q -m all
        f: t1=baseline t4=a1
        g: t2=baseline t5=a2
        h: t7=a4 t3=baseline
        i: t6=a3
        """);
  }

  @Test
  void a14_commits_of_parts_and_several_of_one_turn() {
    holds(
        """
        me save f t1,t2,t3,t4,t5,t6,t7,t8,t9
        me sh git add -A && git commit -q -m first
        a multi f =t1 t11 =t9 t19
        me line f =t5 t15
        look
        me sh printf 's\\ny\\nn\\nn\\n' | git add -p f > /dev/null
        me git commit -q -m part
        f: t11=a1 t2=baseline t3=baseline t4=baseline t15=human t6=baseline t7=baseline t8=baseline t19=a1
        me git stash -q
        look
        f: t11=a1 t2=baseline t3=baseline t4=baseline t5=baseline t6=baseline t7=baseline t8=baseline t9=baseline
        me git stash pop -q
        f: t11=a1 t2=baseline t3=baseline t4=baseline t15=human t6=baseline t7=baseline t8=baseline t19=a1
        me git commit -q -am rest
        a line f =t2 t12
        a git commit -q -am one
        a line f =t3 t13
        a git commit -q -am two
        a line f =t4 t14
        a git commit -q -am three
        a stop
        f: t11=a1 t12=a2 t13=a4 t14=a6 t15=human t6=baseline t7=baseline t8=baseline t19=a1
        """);
  }

  @Test
  void a15_a_session_that_only_reads_is_never_an_author() {
    holds(
        """
        me save f t1,t2
        me sh git add -A && git commit -q -m first
        look
        me line f =t2 t3
        a sh git diff; cat f; git log -p
        me insert f =t3 t4
        a sh git show HEAD; git status; git blame f
        a git fetch -q
        a stop
        f: t1=baseline t3=human t4=human
        """);
  }

  @Test
  void what_git_brings_from_elsewhere_is_gits() {
    holds(
        """
        me save f t1,t2
        me sh git add -A && git commit -q -m first
        look
        them insert f =t1 t3
        me git pull -q --ff-only origin main
        f: t1=baseline t3=vcs t2=baseline
        """);
  }

  @Test
  void what_comes_back_is_not_borrowed() {
    holds(
        """
        me save f t1,t2
        a line f =t2 t3
        me line f =t3 t4
        look
        me line f =t4 t3
        f: t1=baseline t3=human
        """);
    holds(
        """
        me save f t1,t2
        me line f =t2 t3
        look
        me line f =t3 t4
        look
        a line f =t4 t3
        f: t1=baseline t3=a1
        """);
  }

  @Test
  void the_same_file_in_two_repositories_borrows_nothing() {
    for (var text : List.of("a licence\nof several lines\nthat all have\n", "", "\n")) {
      OriginRun.fresh(rig -> {
        var script = new OriginScript(rig, OriginScript.NOBODY);
        var other = rig.root.resolveSibling("other");
        rig.run(rig.root.getParent(), "init", "-q", "-b", "main", other.toString()).well();
        script.look();
        var agent = rig.agent("s");
        agent.write("LICENSE", text);
        rig.git("add", "-A").well();
        rig.git("commit", "-q", "-m", "first").well();
        rig.look(other);
        rig.save("../other/LICENSE", text);
        rig.look(other);
        rig.run(other, "add", "-A").well();
        rig.look(other);
        rig.run(other, "commit", "-q", "-m", "first").well();
        rig.look(other);
        rig.run(other, "rm", "-q", "LICENSE").well();
        rig.look(other);
        rig.run(other, "checkout", "-q", "HEAD", "--", "LICENSE").well();
        rig.look(other);
        script.look();
        assertThat(origins(rig, "LICENSE")).allMatch(each -> each == OriginClass.AGENT);
        assertThat(origins(rig, other, "LICENSE")).allMatch(each -> each == OriginClass.HUMAN);
        return true;
      });
    }
  }

  @Test
  void clean_sessions_make_no_line_an_agents() {
    var sessions = Cases.soaking() ? 1000 : 100;
    OriginRun.fresh(rig -> {
      var script = new OriginScript(rig, OriginScript.NOBODY);
      rig.save("f", "one\ntwo\n");
      rig.git("add", "-A").well();
      rig.git("commit", "-q", "-m", "first").well();
      for (var i = 0; i < sessions; i++) {
        var agent = rig.agent("clean" + i);
        rig.save("f", "one\ntwo\ntyped " + i + "\n");
        agent.bash("cat f; git diff --stat; ls");
        rig.save("typed" + i, "by a person " + i + "\n");
        agent.read("f");
        agent.stop();
        agent.end();
      }
      script.look();
      for (var file : script.files()) {
        assertThat(origins(rig, file)).as(file).doesNotContain(OriginClass.AGENT);
      }
      return true;
    });
  }
}
