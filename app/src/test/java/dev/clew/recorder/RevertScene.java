package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// A commit of an agent's that is to be taken back, beside work of a person's that has to stay.
///
/// @param below the folder in which it is
/// @param session the agent's
/// @param before the repository as it was
/// @param files as they are to be
record RevertScene(
    RevertRig reverts,
    String below,
    String session,
    Wanted wanted,
    Seen before,
    Map<String, String> files) {
  private static final String LINES = "one\ntwo\nthree\nfour\nfive\nsix\n";

  /// What is ordered, and how it stands.
  ///
  /// @param stageOnly whether the files are to be staged only
  /// @param inConflict whether somebody has changed the same lines since
  record Wanted(boolean stageOnly, boolean inConflict) {}

  /// The repository as a person sees it.
  record Seen(Map<String, String> files, String head, String staged, String status) {
    static Seen of(RevertRig reverts) {
      return new Seen(
          MoveRig.below(reverts.live.root, true),
          reverts.git("rev-parse", "HEAD"),
          reverts.git("diff", "--cached", "--binary"),
          reverts.git("status", "--porcelain"));
    }
  }

  /// An agent's commit, and work of a person's that is staged, changed and new.
  static RevertScene in(RevertRig reverts, String name, Wanted wanted) {
    var rig = reverts.live;
    var below = name + "/";
    rig.save(below + "a.txt", LINES).save(below + "b.txt", "b\n").save(below + "gone", "x\n");
    rig.save(below + "other.txt", "other\n").commit("begin");
    var agent = rig.agent();
    agent.edit(below + "a.txt", "two\n", "2\n");
    agent.write(below + "new/made.txt", "made\n");
    agent.in(rig.root.resolve(below)).bash("rm gone; chmod +x b.txt");
    rig.after(agent);
    rig.commit("work");
    if (wanted.inConflict) {
      rig.save(below + "a.txt", LINES.replace("two", "zwei")).commit("on top");
    }
    rig.save(below + "other.txt", "staged\n").save(below + "added.txt", "added\n").git("add", "-A");
    rig.save(below + "other.txt", "staged\nand not\n").save(below + "wip.txt", "wip\n");
    var before = Seen.of(reverts);
    var files = new TreeMap<>(before.files);
    files.put(below + "a.txt", "f:" + LINES);
    files.put(below + "b.txt", "f:b\n");
    files.put(below + "gone", "f:x\n");
    files.keySet().removeIf(path -> path.startsWith(below + "new"));
    rig.weave();
    return new RevertScene(reverts, below, agent.session(), wanted, before, files);
  }

  /// Right after a kill.
  void isOldOrNew() {
    var now = Seen.of(reverts);
    var all = new TreeMap<>(now.files);
    all.putAll(before.files);
    all.keySet().removeIf(path -> path.startsWith(".clew-move-"));
    for (var path : all.keySet()) {
      var is = Objects.requireNonNullElse(now.files.get(path), "");
      if (!(wanted.inConflict && path.equals(below + "a.txt"))) {
        assertThat(is)
            .as(path)
            .isIn(
                Objects.requireNonNullElse(before.files.get(path), ""),
                Objects.requireNonNullElse(files.get(path), ""));
      }
    }
    if (!now.head.equals(before.head)) {
      assertThat(reverts.git("rev-parse", "HEAD~1")).isEqualTo(before.head);
      isCommitted();
    }
  }

  void isCommitted() {
    assertThat(reverts.message()).contains("Reverted-Agent-Id: " + session);
    assertThat(reverts.git("diff", "--name-only", "HEAD~1", "HEAD").lines())
        .containsExactlyInAnyOrderElementsOf(touched());
  }

  List<String> touched() {
    return List.of(below + "a.txt", below + "b.txt", below + "gone", below + "new/made.txt");
  }

  void isUndone() {
    assertThat(Seen.of(reverts)).isEqualTo(before);
  }

  void isDone() {
    var now = Seen.of(reverts);
    var due = new TreeMap<>(files);
    if (wanted.inConflict) {
      due.put(below + "a.txt", "f:resolved\n");
    }
    assertThat(now.files).isEqualTo(due);
    if (wanted.stageOnly) {
      assertThat(now.head).isEqualTo(before.head);
      assertThat(reverts.git("diff", "--cached", "--name-only").lines())
          .containsAll(touched())
          .contains(below + "other.txt", below + "added.txt");
    } else {
      assertThat(reverts.git("rev-parse", "HEAD~1")).isEqualTo(before.head);
      isCommitted();
      assertThat(now.status).isEqualTo(before.status);
      assertThat(now.staged).isEqualTo(before.staged);
    }
  }

  /// Nothing waits: all was done, or nothing.
  void isDoneOrUndone() {
    if (Seen.of(reverts).files.equals(before.files)) {
      isUndone();
    } else {
      isDone();
    }
  }

  /// Somebody resolves what is in conflict.
  void resolve() {
    reverts.live.save(below + "a.txt", "resolved\n");
  }

  /// Whether HEAD is where it was.
  boolean isUncommitted() {
    return Seen.of(reverts).head.equals(before.head);
  }
}
