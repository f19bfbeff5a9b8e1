package dev.clew.recorder;

import org.junit.jupiter.api.Test;

/// B: whatever Git does, each line stays whose it is.
class OriginRewritingTest {
  /// A file with lines that were there, an agent's and a person's, all committed.
  private static final String START =
      """
      me save f t1,t2,t3,t4,t5,t6
      me save g t7
      me sh git add -A && git commit -q -m first
      look
      a line f =t2 t10
      me line f =t5 t11
      look
      me git commit -q -am second
      look
      """;

  private static final String AS_STARTED =
      "f: t1=baseline t10=a1:exact t3=baseline t4=baseline t11=human t6=baseline\n";

  /// A branch with an agent's and a person's line more.
  private static final String SIDE =
      """
      me git checkout -q -b side
      b insert f =t1 t20
      me insert f =t6 t21
      look
      me git commit -q -am side
      look
      me git checkout -q main
      """
          + AS_STARTED;

  private static final String SIDE_LINES =
      "t1=baseline t20=b1 t10=a1 t3=baseline t4=baseline t11=human t6=baseline t21=human\n";

  /// Main goes on elsewhere in the file, and in another.
  private static final String ON =
      """
      c line f =t4 t30
      me append g t31
      look
      me git commit -q -am on
      look
      """;

  private static final String BOTH =
      """
      f: t1=baseline t20=b1 t10=a1 t3=baseline t30=c1 t11=human t6=baseline t21=human
      g: t7=baseline t31=human
      """;

  /// A branch that changes the same line of another agent.
  private static final String CONFLICT =
      """
      me git checkout -q -b side
      b line f =t3 t20
      look
      me git commit -q -am side
      look
      me git checkout -q main
      look
      c line f =t3 t30
      look
      me git commit -q -am on
      look
      """;

  private static void holds(String... parts) {
    OriginCase.holds(String.join("", parts));
  }

  @Test
  void amend() {
    holds(
        START,
        "me git commit -q --amend -m reworded\n",
        AS_STARTED,
        """
        me insert f =t11 t12
        look
        me git commit -q --amend -a --no-edit
        f: t1=baseline t10=a1 t3=baseline t4=baseline t11=human t12=human t6=baseline
        a line g =t7 t13
        me git add g
        me git commit -q --amend --no-edit
        me insert f =t1 t14
        look
        me git stash -q
        g: t13=a2
        f: t1=baseline t10=a1 t3=baseline t4=baseline t11=human t12=human t6=baseline
        me git stash pop -q
        f: t1=baseline t14=human t10=a1 t3=baseline t4=baseline t11=human t12=human t6=baseline
        """);
  }

  @Test
  void rebase() {
    for (var rebase :
        new String[] {
          "git rebase -q main side",
          "git rebase -q --exec true main side",
          "git rebase -q --no-ff main side",
          "git rebase -q --apply main side",
          "git rebase -q -i main side",
          "git rebase -q --rebase-merges main side",
          "sh git checkout -q side && git rebase -q --onto main side~1"
        }) {
      holds(START, SIDE, ON, "me " + rebase + "\n", BOTH, "me git checkout -q main\nlook\nok\n");
    }
  }

  @Test
  void rebase_by_an_agent() {
    holds(START, SIDE, ON, "a git rebase -q main side\n", BOTH);
  }

  @Test
  void rebase_reorders_drops_squashes_and_splits() {
    var commits =
        """
        a append g t40
        me git commit -q -am one
        look
        me insert f =t6 t41
        look
        me git commit -q -am two
        look
        b line f =t3 t42
        me git commit -q -am three
        look
        """;
    var lines = "f: t1=baseline t10=a1 t42=b1 t4=baseline t11=human t6=baseline t41=human\n";
    var g = "g: t7=baseline t40=a2\n";
    var edit = "me sh GIT_SEQUENCE_EDITOR=\"sed -i '%s'\" git rebase -q -i HEAD~3\n";
    holds(START, commits, edit.formatted("1{h;d};2{G}"), lines, g);
    holds(START, commits, edit.formatted("2s/pick/squash/"), lines, g);
    holds(START, commits, edit.formatted("3s/pick/fixup/"), lines, g);
    holds(START, commits, edit.formatted("1s/pick/reword/"), lines, g);
    holds(
        START,
        commits,
        edit.formatted("2s/pick/drop/"),
        "f: t1=baseline t10=a1 t42=b1 t4=baseline t11=human t6=baseline\n",
        g);
    holds(
        START,
        commits,
        edit.formatted("2s/pick/edit/"),
        """
        look
        me git reset -q HEAD~1
        me git add f
        me git commit -q -m half
        look
        me insert f =t1 t43
        look
        me git commit -q -am rest
        me git rebase --continue
        f: t1=baseline t43=human t10=a1 t42=b1 t4=baseline t11=human t6=baseline t41=human
        """,
        g);
    holds(
        START,
        commits,
        """
        a line f =t41 t44
        look
        me git commit -q -a --fixup HEAD~1
        me git rebase -q -i --autosquash HEAD~4
        f: t1=baseline t10=a1 t42=b1 t4=baseline t11=human t6=baseline t44=a3
        """);
    holds(START, commits, "me git rebase -q --root\n", lines, g);
    holds(
        START,
        commits,
        """
        me append g t45
        look
        me git rebase -q --autostash --onto HEAD~2 HEAD~1
        f: t1=baseline t10=a1 t42=b1 t4=baseline t11=human t6=baseline
        g: t7=baseline t40=a2 t45=human
        """);
  }

  @Test
  void rebase_of_merges() {
    holds(
        START,
        SIDE,
        ON,
        """
        me git checkout -q -b topic HEAD~1
        me save h t50
        look
        me sh git add -A && git commit -q -am topic
        me git merge -q --no-edit side
        look
        me git rebase -q --rebase-merges --onto main main~1
        ok
        """);
  }

  @Test
  void rebase_with_conflicts() {
    var begin = START + CONFLICT + "me sh ! git rebase -q main side\nlook\n";
    var done = "me git add -A\nme git rebase --continue\n";
    holds(
        begin,
        "me git rebase --abort\n",
        "f: t1=baseline t10=a1 t20=b1 t4=baseline t11=human t6=baseline\n");
    holds(
        begin,
        "me git rebase --skip\n",
        "f: t1=baseline t10=a1 t30=c1 t4=baseline t11=human t6=baseline\n");
    holds(
        begin,
        "me git checkout -q --ours f\nlook\n",
        "me git add -A\nme sh git rebase --continue || git rebase --skip\n",
        "f: t1=baseline t10=a1 t30=c1 t4=baseline t11=human t6=baseline\n");
    holds(
        begin,
        "me git checkout -q --theirs f\nlook\n",
        done,
        "f: t1=baseline t10=a1 t20=b1 t4=baseline t11=human t6=baseline\n");
    holds(
        begin,
        "me sh sed -i '/^[<=>]/d' f\nlook\n",
        done,
        "f: t1=baseline t10=a1 t30=c1 t20=b1 t4=baseline t11=human t6=baseline\n");
    holds(
        begin,
        "a save f t1,t10,t60,t4,t11,t6\n",
        done,
        "f: t1=baseline t10=a1 t60=a2 t4=baseline t11=human t6=baseline\n");
    holds(
        begin,
        "me save f t1,t10,t60,t4,t11,t6\nlook\n",
        done,
        "f: t1=baseline t10=a1 t60=human t4=baseline t11=human t6=baseline\n");
  }

  @Test
  void rebase_with_rerere() {
    holds(
        START,
        "me git config rerere.enabled true\n",
        CONFLICT,
        """
        me sh ! git merge -q side
        look
        me save f t1,t10,t60,t4,t11,t6
        look
        me git commit -q -am merged
        look
        me git reset -q --hard HEAD~1
        look
        me sh ! git merge -q side
        f: t1=baseline t10=a1 t60=human t4=baseline t11=human t6=baseline
        """);
  }

  @Test
  void cherry_pick() {
    holds(START, SIDE, ON, "me git cherry-pick side\n", BOTH);
    holds(START, SIDE, ON, "me git cherry-pick -n side\n", BOTH, "me git commit -q -m x\n", BOTH);
    holds(START, SIDE, ON, "a git cherry-pick side\n", BOTH);
    holds(
        START,
        SIDE,
        """
        me git checkout -q side
        look
        me append g t25
        look
        me git commit -q -am more
        me git checkout -q main
        look
        me git cherry-pick main..side
        g: t7=baseline t25=human
        """,
        "f: " + SIDE_LINES);
    var conflict = START + CONFLICT + "me sh ! git cherry-pick side\nlook\n";
    var before = "f: t1=baseline t10=a1 t30=c1 t4=baseline t11=human t6=baseline\n";
    holds(conflict, "me git cherry-pick --abort\n", before);
    holds(conflict, "me git cherry-pick --skip\n", before);
    holds(
        conflict,
        """
        me sh sed -i '/^[<=>]/d' f
        look
        me git commit -q -am both
        f: t1=baseline t10=a1 t30=c1 t20=b1 t4=baseline t11=human t6=baseline
        """);
  }

  @Test
  void revert() {
    holds(
        START,
        "me git revert --no-edit HEAD\n",
        "f: t1=baseline t2=baseline t3=baseline t4=baseline t5=baseline t6=baseline\n",
        "me git revert --no-edit HEAD\n",
        AS_STARTED);
    holds(
        START,
        """
        me append g t31
        look
        me git commit -q -am on
        look
        me git revert --no-edit HEAD~1
        f: t1=baseline t2=baseline t3=baseline t4=baseline t5=baseline t6=baseline
        g: t7=baseline t31=human
        """);
  }

  @Test
  void reset() {
    holds(START, ON, "me git reset -q --soft HEAD~1\n", "g: t7=baseline t31=human\n");
    holds(START, ON, "me git reset -q HEAD~1\n", "g: t7=baseline t31=human\n");
    holds(START, ON, "me git reset -q --hard HEAD~1\n", "g: t7=baseline\n", AS_STARTED);
    holds(START, ON, "me git reset -q --keep HEAD~1\n", "g: t7=baseline\n", AS_STARTED);
    holds(
        START,
        ON,
        """
        me git reset -q --hard HEAD~2
        f: t1=baseline t2=baseline t3=baseline t4=baseline t5=baseline t6=baseline
        me git reset -q --hard HEAD@{1}
        f: t1=baseline t10=a1 t3=baseline t30=c1 t11=human t6=baseline
        """);
    holds(
        START,
        """
        a line f =t3 t70
        me git add f
        me git reset -q -- f
        f: t1=baseline t10=a1 t70=a2 t4=baseline t11=human t6=baseline
        """);
  }

  @Test
  void stash() {
    var wip =
        """
        a line f =t3 t70
        me append g t71
        me save new t72
        look
        """;
    var with = "f: t1=baseline t10=a1 t70=a2 t4=baseline t11=human t6=baseline\n";
    holds(
        START,
        wip,
        "me git stash -q -u\n",
        AS_STARTED,
        "g: t7=baseline\n",
        "me git stash pop -q\n",
        with,
        "g: t7=baseline t71=human\nnew: t72=human\n");
    holds(START, wip, "me git stash -q\nlook\nme git stash apply -q\n", with);
    holds(START, wip, "me git stash -q\nlook\nme git stash branch away\n", with);
    holds(START, wip, "me git stash push -q f\n", AS_STARTED, "g: t7=baseline t71=human\n");
    holds(START, wip, "a git stash -q\n", AS_STARTED, "b git stash pop -q\n", with);
    holds(
        START,
        wip,
        """
        me git stash -q
        look
        me insert f =t6 t73
        look
        me git commit -q -am base
        look
        me git stash pop -q
        f: t1=baseline t10=a1 t70=a2 t4=baseline t11=human t6=baseline t73=human
        """);
    holds(
        START,
        wip,
        """
        me git stash -q
        look
        b line f =t3 t74
        look
        me git commit -q -am base
        look
        me sh ! git stash pop -q
        look
        me sh sed -i '/^[<=>]/d' f
        f: t1=baseline t10=a1 t74=b1 t70=a2 t4=baseline t11=human t6=baseline
        """);
  }

  @Test
  void checkout_and_switch() {
    holds(START, SIDE, "me git switch -q side\n", "f: " + SIDE_LINES);
    holds(START, SIDE, "me git checkout -q --detach side\n", "f: " + SIDE_LINES);
    holds(START, SIDE, "me git checkout -q side -- f\n", "f: " + SIDE_LINES);
    holds(START, SIDE, "me git restore -S -W --source=side f\n", "f: " + SIDE_LINES);
    // It leaves no trace in .git: no telling from a person who undoes in an editor.
    holds(
        START,
        SIDE,
        "me git restore --source=side f\n",
        "f: t1=baseline t20=human t10=a1 t3=baseline t4=baseline t11=human t6=baseline t21=human\n");
    holds(START, SIDE, "a git checkout -q side\n", "f: " + SIDE_LINES);
    holds(
        START,
        SIDE,
        """
        me line f =t3 t80
        look
        me git checkout -q -m side
        f: t1=baseline t20=b1 t10=a1 t80=human t4=baseline t11=human t6=baseline t21=human
        me git checkout -q -f main
        """,
        AS_STARTED);
    holds(START, "a line f =t3 t81\nme git checkout -q -- f\n", AS_STARTED);
  }

  @Test
  void merge() {
    holds(START, SIDE, "me git merge -q side\n", "f: " + SIDE_LINES);
    holds(START, SIDE, "me git merge -q --no-ff --no-edit side\n", "f: " + SIDE_LINES);
    holds(START, SIDE, ON, "me git merge -q --no-edit side\n", BOTH);
    holds(START, SIDE, ON, "a git merge -q --no-edit side\n", BOTH);
    holds(
        START, SIDE, ON, "me git merge -q --squash side\n", BOTH, "me git commit -q -m s\n", BOTH);
    var conflict = START + CONFLICT + "me sh ! git merge -q side\nlook\n";
    var ours = "f: t1=baseline t10=a1 t30=c1 t4=baseline t11=human t6=baseline\n";
    var theirs = "f: t1=baseline t10=a1 t20=b1 t4=baseline t11=human t6=baseline\n";
    var end = "me git commit -q -am merged\n";
    holds(conflict, "me git merge --abort\n", ours);
    holds(conflict, "me git checkout -q --ours f\n", end, ours);
    holds(conflict, "me git checkout -q --theirs f\n", end, theirs);
    holds(
        conflict,
        "a save f t1,t10,t60,t4,t11,t6\n",
        end,
        "f: t1=baseline t10=a1 t60=a2 t4=baseline t11=human t6=baseline\n");
    holds(
        conflict,
        "me save f t1,t10,t30,t20,t60,t4,t11,t6\nlook\n",
        end,
        "f: t1=baseline t10=a1 t30=c1 t20=b1 t60=human t4=baseline t11=human t6=baseline\n");
  }

  @Test
  void pull() {
    var theirs = START + "them insert f =t6 t90\nlook\n";
    var pulled = "t1=baseline t10=a1 t3=baseline t4=baseline t11=human t6=baseline t90=vcs\n";
    holds(theirs, "me git pull -q --ff-only origin main\n", "f: " + pulled);
    holds(theirs, "a git pull -q --ff-only origin main\n", "f: " + pulled);
    var on = "me append g t91\nlook\nme git commit -q -am mine\nlook\n";
    var g = "g: t7=baseline t91=human\n";
    holds(theirs, on, "me git pull -q --rebase origin main\n", "f: " + pulled, g);
    holds(theirs, on, "me git pull -q --no-rebase --no-edit origin main\n", "f: " + pulled, g);
    holds(
        theirs,
        "a append g t92\nlook\nme git pull -q --rebase --autostash origin main\n",
        "f: " + pulled,
        "g: t7=baseline t92=a2\n");
  }

  @Test
  void branches_and_reflogs() {
    holds(
        START,
        SIDE,
        ON,
        """
        me git branch -q -f side main
        me git branch -q keep side
        me git branch -q -D side
        look
        me git checkout -q -b side HEAD~1
        """,
        AS_STARTED,
        "me git checkout -q keep\n",
        "g: t7=baseline t31=human\n");
    holds(
        START,
        SIDE,
        """
        me git reflog expire --expire=now --all
        me git gc -q --prune=now
        look
        me git checkout -q side
        f: \
        """
            + SIDE_LINES);
  }

  @Test
  void restacked_with_plumbing() {
    holds(
        START,
        SIDE,
        ON,
        """
        me sh git update-ref refs/heads/main $(git commit-tree -p HEAD~2 -m restacked HEAD^{tree})
        f: t1=baseline t10=a1 t3=baseline t30=c1 t11=human t6=baseline
        me sh git update-ref refs/heads/top $(git commit-tree -p main -m top side^{tree})
        me git checkout -q top
        f: \
        """
            + SIDE_LINES);
  }

  @Test
  void squashed_by_a_server() {
    holds(
        START,
        SIDE,
        ON,
        """
        me sh git init -q --bare -b main ../hub.git && git remote add origin ../hub.git
        me sh git push -q origin main side && git clone -q ../hub.git ../server
        me sh cd ../server && git config user.name s && git merge -q --squash origin/side
        me sh cd ../server && git commit -q -m 'squashed (#1)' && git push -q origin HEAD:main
        look
        me git pull -q --ff-only origin main
        """,
        BOTH);
  }

  @Test
  void the_whole_history_rewritten() {
    holds(
        START,
        SIDE,
        """
        me sh FILTER_BRANCH_SQUELCH_WARNING=1 git filter-branch -f --msg-filter 'sed s/^/x/' -- --all
        """,
        AS_STARTED,
        "me git checkout -q side\n",
        "f: " + SIDE_LINES);
    holds(
        START,
        SIDE,
        """
        me sh git fast-export --all | sed 's/^committer A/committer B/' | git fast-import --quiet --force
        me git reset -q --hard main
        """,
        AS_STARTED);
  }
}
