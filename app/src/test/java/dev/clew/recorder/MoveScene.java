package dev.clew.recorder;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.clew.testing.ScriptedAgent;

/// The cases of moves: what agents and people do in a folder of a workspace, the move that is
/// ordered then, and all that has to be there after it, written down by hand.
enum MoveScene {
  PEOPLES_WORK_STAYS {
    @Override
    SceneOrder play(SceneStage stage) {
      var agent = stage.agent();
      var edit = agent.edit(stage.in("a.txt"), "two\n", "2\n");
      agent.write(stage.in("made.txt"), "made\n");
      agent.write(stage.in("taken over.txt"), "made\n");
      stage.after(agent);
      stage.save("a.txt", "one\n2\nthree\nfour\nfive\nsix\na person's\n");
      stage.save("b.txt", "a person's\n").save("wip.txt", "a person's\n");
      stage.save("taken over.txt", "made\na person's\n").seen();
      return stage
          .order("rewind", "to", id(edit) + "^")
          .file("a.txt", "one\ntwo\nthree\nfour\nfive\nsix\na person's\n")
          .gone("made.txt");
    }
  },
  WHAT_IS_IGNORED_STAYS {
    @Override
    SceneOrder play(SceneStage stage) {
      stage.save("out/x", "a person's\n");
      var call = stage.bash("echo agent >> out/x; echo agent > out/y; sed -i s/two/2/ a.txt");
      return stage
          .order("undo", "what", id(call))
          .file("a.txt", "one\ntwo\nthree\nfour\nfive\nsix\n");
    }
  },
  WHAT_WAS_DELETED_AND_MODES_COME_BACK {
    @Override
    SceneOrder play(SceneStage stage) {
      var call = stage.bash("rm b.txt; rm -r sub; chmod -x run.sh; chmod +x a.txt");
      return stage
          .order("undo", "what", id(call))
          .file("b.txt", "b\n")
          .folder("sub")
          .folder("sub/deep")
          .file("sub/deep/x", "x\n")
          .executable("run.sh", "#!/bin/sh\n")
          .file("a.txt", "one\ntwo\nthree\nfour\nfive\nsix\n");
    }
  },
  HEAD_HAS_MOVED_AND_ONLY_FILES_ARE_MEANT {
    @Override
    SceneOrder play(SceneStage stage) {
      stage.rig().live.commit("before " + stage.in(""));
      var call = stage.bash("echo more >> b.txt");
      stage.rig().live.commit("since " + stage.in(""));
      return stage.order("rewind", "to", id(call) + "^").with("files", "true").file("b.txt", "b\n");
    }
  },
  FOLDERS_COME_AND_GO_WITH_THEIR_FILES {
    @Override
    SceneOrder play(SceneStage stage) {
      stage.makeFolder("empty");
      var call = stage.bash("echo x > empty/made; mkdir -p new/deep; echo y > new/deep/y");
      return stage
          .order("undo", "what", id(call))
          .gone("empty/made")
          .gone("new/deep/y")
          .gone("new/deep")
          .gone("new");
    }
  },
  EXACTLY_AS_IT_WAS {
    @Override
    SceneOrder play(SceneStage stage) {
      stage.makeFolder("empty").save("out/x", "ignored\n");
      var call = stage.bash("rmdir empty; mkdir other; sed -i s/two/2/ a.txt");
      stage.save("b.txt", "a person's\n").save("wip.txt", "a person's\n");
      stage.save("out/x", "ignored, and changed\n");
      return stage
          .order("rewind", "to", id(call) + "^")
          .with("exact", "true")
          .folder("empty")
          .gone("other")
          .file("a.txt", "one\ntwo\nthree\nfour\nfive\nsix\n")
          .file("b.txt", "b\n")
          .gone("wip.txt");
    }
  },
  ANOTHER_SESSION_CHANGED_THE_SAME_LINES {
    @Override
    SceneOrder play(SceneStage stage) {
      var one = stage.agent();
      var first = one.edit(stage.in("a.txt"), "two\n", "2\n");
      one.edit(stage.in("b.txt"), "b\n", "B\n");
      stage.after(one);
      var other = stage.agent();
      other.edit(stage.in("a.txt"), "2\n", "zwei\n");
      stage.after(other);
      return stage
          .order("undo", "what", id(first))
          .file(
              "a.txt",
              "one\n<<<<<<< now\nzwei\n=======\ntwo\n>>>>>>> before undo %s\n".formatted(id(first))
                  + "three\nfour\nfive\nsix\n")
          .conflicts(1);
    }
  },
  ONE_SESSION_ALONE {
    @Override
    SceneOrder play(SceneStage stage) {
      var session = stage.twoFilesEdited();
      stage.session(other -> other.edit(stage.in("a.txt"), "six\n", "6\n"));
      return stage
          .order("undo", "what", session)
          .file("a.txt", "one\ntwo\nthree\nfour\nfive\n6\n")
          .file("b.txt", "b\n");
    }
  },
  ONE_FILE_ALONE {
    @Override
    SceneOrder play(SceneStage stage) {
      return stage
          .order("undo", "what", stage.twoFilesEdited())
          .with("path", stage.in("b.txt"))
          .file("b.txt", "b\n");
    }
  },
  SOME_FILES_ARE_KEPT {
    @Override
    SceneOrder play(SceneStage stage) {
      var session =
          stage.session(agent -> {
            agent.edit(stage.in("a.txt"), "one\n", "1\n");
            agent.edit(stage.in("b.txt"), "b\n", "B\n");
            agent.write(stage.in("sub/new"), "new\n");
          });
      return stage
          .order("keep", "session", session)
          .with("path", stage.in("sub"))
          .file("a.txt", "one\ntwo\nthree\nfour\nfive\nsix\n")
          .file("b.txt", "b\n");
    }
  },
  FILES_WERE_RENAMED {
    @Override
    SceneOrder play(SceneStage stage) {
      var call = stage.bash("mv a.txt moved.txt; mv sub/deep sub/other; mv b.txt c.txt");
      stage.save("moved.txt", "one\ntwo\nthree\nfour\nfive\nsix\na person's\n").seen();
      return stage
          .order("rewind", "to", id(call) + "^")
          .gone("moved.txt")
          .file("a.txt", "one\ntwo\nthree\nfour\nfive\nsix\na person's\n")
          .gone("sub/other/x")
          .gone("sub/other")
          .folder("sub/deep")
          .file("sub/deep/x", "x\n")
          .gone("c.txt")
          .file("b.txt", "b\n");
    }
  },
  LINKS {
    @Override
    SceneOrder play(SceneStage stage) {
      var call =
          stage.bash(
              "rm b.txt; ln -s a.txt b.txt; ln -sfn /nowhere link; rm -r sub; ln -s . sub;"
                  + " ln -s /etc/passwd new");
      return stage
          .order("undo", "what", id(call))
          .file("b.txt", "b\n")
          .link("link", "a.txt")
          .folder("sub")
          .folder("sub/deep")
          .file("sub/deep/x", "x\n")
          .gone("new");
    }
  },
  FOLDERS_AND_FILES_CHANGED_PLACES {
    @Override
    SceneOrder play(SceneStage stage) {
      var call =
          stage.bash(
              "rm -r sub; echo file > sub; rm b.txt; mkdir -p b.txt/in; echo in > b.txt/in/it");
      return stage
          .order("undo", "what", id(call))
          .folder("sub")
          .folder("sub/deep")
          .file("sub/deep/x", "x\n")
          .gone("b.txt/in/it")
          .gone("b.txt/in")
          .file("b.txt", "b\n");
    }
  },
  NAMES {
    @Override
    SceneOrder play(SceneStage stage) {
      stage.save("README", "upper\n").save("readme", "lower\n").save("\u00fc", "one letter\n");
      var session =
          stage.session(agent -> {
            agent
                .in(stage.path(""))
                .bash(
                    "rm README; echo more >> readme; rm \u00fc; echo x > u\u0308; printf x > -dash;"
                        + " echo x > '\"q\"'; echo x > ' '");
            agent.write(stage.in("a\nb"), "x\n");
          });
      return stage
          .order("undo", "what", session)
          .file("README", "upper\n")
          .file("readme", "lower\n")
          .file("\u00fc", new String("one letter\n".getBytes(UTF_8), ISO_8859_1))
          .gone("u\u0308")
          .gone("-dash")
          .gone("a\nb")
          .gone("\"q\"")
          .gone(" ");
    }
  };

  abstract SceneOrder play(SceneStage stage);

  private static String id(ScriptedAgent.Call call) {
    return LiveRig.step(call).hex();
  }
}
