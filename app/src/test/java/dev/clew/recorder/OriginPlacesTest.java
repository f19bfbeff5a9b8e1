package dev.clew.recorder;

import static dev.clew.recorder.OriginCase.holds;

import org.junit.jupiter.api.Test;

/// B: whatever kind of repository it is.
class OriginPlacesTest {
  private static final String START =
      """
      me save f t1,t2,t3
      me sh git add -A && git commit -q -m first
      look
      a line f =t2 t4
      me line f =t3 t5
      look
      me git commit -q -am second
      look
      """;

  private static final String AGAIN =
      """
      me git checkout -q HEAD~1
      f: t1=baseline t2=baseline t3=baseline
      me git checkout -q main
      f: t1=baseline t4=a1 t5=human
      """;

  @Test
  void names_of_objects_by_sha256() {
    holds("me sh rm -rf .git && git init -q -b main --object-format=sha256\n" + START + AGAIN);
  }

  @Test
  void no_commits_yet() {
    holds(
        """
        me save f t1,t2
        a line f =t2 t3
        me append f t4
        f: t1=baseline t3=a1 t4=human
        me sh git add -A && git commit -q -m first
        f: t1=baseline t3=a1 t4=human
        me git reset -q --hard
        f: t1=baseline t3=a1 t4=human
        """);
  }

  @Test
  void no_repository() {
    holds(
        """
        me sh rm -rf .git
        me save f t1,t2
        a line f =t2 t3
        me append f t4
        me mv f g
        g: t1=baseline t3=a1 t4=human
        me sh git init -q -b main && git add -A && git commit -q -m first
        look
        a append g t5
        g: t1=baseline t3=a1 t4=human t5=a2
        """);
  }

  @Test
  void linked_work_trees() {
    holds(
        START
            + """
            me git worktree add -q ../tree
            in ../tree
            look
            f: t1=baseline t4=a1|baseline t5=human|baseline
            a append f t6
            me append f t7
            look
            me git commit -q -am third
            look
            in ../project
            me git merge -q tree
            f: t1=baseline t4=a1 t5=human t6=a2 t7=human
            """);
    holds(
        START
            + """
            me git worktree add -q nested
            look
            a sh cd nested && echo 'say("t6"); // and no more' >> f
            me sh cd nested && git commit -q -am third
            look
            me git merge -q nested
            f: t1=baseline t4=a1 t5=human t6=a2|vcs|unknown
            """);
  }

  @Test
  void submodules() {
    holds(
        """
        me sh git init -q -b main ../lib && cd ../lib && echo 'say("t1"); // and no more' > f
        me sh cd ../lib && git add -A && git commit -q -m lib
        me sh git -c protocol.file.allow=always submodule add -q $PWD/../lib lib
        me git commit -q -m with
        look
        in lib
        look
        a append f t2
        me append f t3
        look
        me git commit -q -am more
        f: t1=baseline t2=a1 t3=human
        me git checkout -q HEAD~1
        f: t1=baseline
        me git checkout -q main
        f: t1=baseline t2=a1 t3=human
        in ..
        look
        """);
  }

  @Test
  void sparse_checkouts() {
    holds(
        START
            + """
            me save d/e t8
            look
            me sh git add -A && git commit -q -m d
            look
            me git sparse-checkout set --no-cone /f
            f: t1=baseline t4=a1 t5=human
            me git sparse-checkout disable
            d/e: t8=human
            """
            + AGAIN.replace("HEAD~1", "HEAD~2"));
  }

  @Test
  void partial_shallow_and_borrowing_clones() {
    for (var clone :
        new String[] {
          "--filter=blob:none --no-local", "--depth 1 --no-local", "--shared", "--depth 1"
        }) {
      var source =
          clone.contains("local") || clone.contains("depth") ? "file://$PWD/../hub" : "../hub";
      holds(
          """
          me sh git init -q -b main ../hub && cd ../hub && git config uploadpack.allowFilter true
          me sh cd ../hub && echo 'say("t1"); // and no more' > f && git add f && git commit -q -m 1
          me sh cd ../hub && echo 'say("t2"); // and no more' >> f && git commit -q -am 2
          """
              + "me sh git clone -q "
              + clone
              + " "
              + source
              + " ../clone\n"
              + """
              in ../clone
              look
              a append f t3
              me append f t4
              look
              me git commit -q -am 3
              f: t1=baseline t2=baseline t3=a1 t4=human
              me git reset -q --hard HEAD~1
              f: t1=baseline t2=baseline
              me git reset -q --hard HEAD@{1}
              f: t1=baseline t2=baseline t3=a1 t4=human
              me git commit -q --amend -m again
              f: t1=baseline t2=baseline t3=a1 t4=human
              """);
    }
  }

  @Test
  void a_bare_repository_has_no_lines_and_stops_nothing() {
    holds(
        START
            + """
            me git clone -q --bare . ../bare.git
            in ../bare.git
            a sh git log --oneline
            in ../project
            """
            + AGAIN);
  }

  @Test
  void two_clones_of_one_history_are_two_repositories() {
    holds(
        START
            + """
            me git clone -q . ../clone
            in ../clone
            f: t1=baseline t4=baseline t5=baseline
            """);
  }
}
