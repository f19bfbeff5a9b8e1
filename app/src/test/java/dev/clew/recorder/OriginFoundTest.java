package dev.clew.recorder;

import static dev.clew.recorder.OriginCase.holds;

import org.junit.jupiter.api.Test;

/// H: what [OriginFuzzTest] found, made small.
class OriginFoundTest {
  private static final String SIDE =
      """
      me save f t1,t2,t3,t4
      me sh git add -A && git commit -q -m first
      me git checkout -q -b side
      me line f @3 t5
      me git commit -q -am before
      me git checkout -q main
      look
      """;

  @Test
  void given_back_from_the_index_and_committed_before_anybody_looks() {
    holds(
        SIDE
            + """
            a git cherry-pick -n side
            b mv f g
            look
            me sh git checkout -q -- f && git add -A && git commit -q -m picked
            f: t1=baseline t2=baseline t3=baseline t5=vcs
            """);
  }

  @Test
  void a_person_seen_late_was_at_work_until_then() {
    holds(
        """
        me save f t1,t2
        me save g t3
        look
        me append f t4
        pass 118
        look
        a opaque g @0 t5
        g: t5=unknown(a1)
        pass 61
        a opaque g @0 t6
        g: t6=a2:inferred
        """);
  }

  @Test
  void several_who_edit_at_once_a_file_that_nobody_touched_before() {
    holds(
        """
        me save f t1,t2,t3
        look
        par a save g t4 | x insert f @2 t5 | a multi f @0 t6 @1 t7
        f: t6=a2:exact t7=a2:exact t3=baseline t5=x1:exact
        """);
  }

  @Test
  void joined_under_the_name_that_the_file_had_before() {
    var moved =
        """
        me save f t1,t2,t3,t4
        me sh git add -A && git commit -q -m first
        me git branch side
        b mv f g
        a append g t5
        me sh git add -A && git commit -q -m moved
        look
        """;
    holds(
        moved
            + """
            b line g =t1 t6
            me git checkout -q -m side
            f: t6=b2 t2=baseline t3=baseline t4=baseline
            """);
    holds(
        moved
            + """
            b append g t6
            me git checkout -q -m side
            ok
            """);
  }

  @Test
  void in_conflict_with_a_side_that_has_another_name() {
    holds(
        """
        me save f t1,t2,t3,t4,t5
        me sh git add -A && git commit -q -m first
        me git checkout -q -b side
        me line f =t4 t6
        me git commit -q -am before
        me git checkout -q main
        look
        me drop f =t5
        me mv f g
        me sh git add -A && git commit -q -m moved
        look
        me sh git cherry-pick -n side || true
        ok
        """);
  }

  @Test
  void a_line_on_both_sides_of_a_conflict() {
    holds(
        """
        me save f t7,t8,t9,t10,t11
        me sh git add -A && git commit -q -m first
        b move f @6 @0
        look
        me sh git add -A && git commit -q -m all
        a line f @6 t14,t15
        me sh git add -A && git commit -q -m all
        a sh GIT_SEQUENCE_EDITOR="sed -i '1s/^pick/drop/'" git rebase -q -i HEAD~2
        look
        me sh sed -i '/^[<=>]/d' f
        f: t7=baseline t8=baseline t8=baseline t14=a1 t15=a1 t9=baseline t10=baseline t11=baseline
        """);
  }
}
