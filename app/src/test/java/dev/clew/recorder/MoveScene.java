package dev.clew.recorder;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.clew.cli.Exit;
import dev.clew.event.SessionKey;
import dev.clew.testing.ScriptedAgent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;

/// The cases of moves: what agents and people do in a folder of a workspace, the move that is
/// ordered then, and all that has to be there after it, written down by hand.
enum MoveScene {
  PEOPLES_WORK_STAYS {
    @Override
    Order play(Stage stage) {
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
    Order play(Stage stage) {
      stage.save("out/x", "a person's\n");
      var call = stage.bash("echo agent >> out/x; echo agent > out/y; sed -i s/two/2/ a.txt");
      return stage
          .order("undo", "what", id(call))
          .file("a.txt", "one\ntwo\nthree\nfour\nfive\nsix\n");
    }
  },
  WHAT_WAS_DELETED_AND_MODES_COME_BACK {
    @Override
    Order play(Stage stage) {
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
    Order play(Stage stage) {
      stage.rig().live.commit("before " + stage.in(""));
      var call = stage.bash("echo more >> b.txt");
      stage.rig().live.commit("since " + stage.in(""));
      return stage.order("rewind", "to", id(call) + "^").with("files", "true").file("b.txt", "b\n");
    }
  },
  FOLDERS_COME_AND_GO_WITH_THEIR_FILES {
    @Override
    Order play(Stage stage) {
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
    Order play(Stage stage) {
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
    Order play(Stage stage) {
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
    Order play(Stage stage) {
      var one = stage.agent();
      one.edit(stage.in("a.txt"), "one\n", "1\n");
      one.edit(stage.in("b.txt"), "b\n", "B\n");
      stage.after(one);
      var other = stage.agent();
      other.edit(stage.in("a.txt"), "six\n", "6\n");
      stage.after(other);
      return stage
          .order("undo", "what", SessionKey.main("claude", one.session()).id())
          .file("a.txt", "one\ntwo\nthree\nfour\nfive\n6\n")
          .file("b.txt", "b\n");
    }
  },
  ONE_FILE_ALONE {
    @Override
    Order play(Stage stage) {
      var one = stage.agent();
      one.edit(stage.in("a.txt"), "one\n", "1\n");
      one.edit(stage.in("b.txt"), "b\n", "B\n");
      stage.after(one);
      return stage
          .order("undo", "what", SessionKey.main("claude", one.session()).id())
          .with("path", stage.in("b.txt"))
          .file("b.txt", "b\n");
    }
  },
  SOME_FILES_ARE_KEPT {
    @Override
    Order play(Stage stage) {
      var one = stage.agent();
      one.edit(stage.in("a.txt"), "one\n", "1\n");
      one.edit(stage.in("b.txt"), "b\n", "B\n");
      one.write(stage.in("sub/new"), "new\n");
      stage.after(one);
      return stage
          .order("keep", "session", SessionKey.main("claude", one.session()).id())
          .with("path", stage.in("sub"))
          .file("a.txt", "one\ntwo\nthree\nfour\nfive\nsix\n")
          .file("b.txt", "b\n");
    }
  },
  FILES_WERE_RENAMED {
    @Override
    Order play(Stage stage) {
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
    Order play(Stage stage) {
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
    Order play(Stage stage) {
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
    Order play(Stage stage) {
      stage.save("README", "upper\n").save("readme", "lower\n").save("\u00fc", "one letter\n");
      var agent = stage.agent();
      agent
          .in(stage.path(""))
          .bash(
              "rm README; echo more >> readme; rm \u00fc; echo x > u\u0308; printf x > -dash;"
                  + " echo x > '\"q\"'; echo x > ' '");
      agent.write(stage.in("a\nb"), "x\n");
      stage.after(agent);
      return stage
          .order("undo", "what", SessionKey.main("claude", agent.session()).id())
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

  abstract Order play(Stage stage);

  private static String id(ScriptedAgent.Call call) {
    return LiveRig.step(call).hex();
  }

  /// A move that is ordered.
  ///
  /// @param values what its question is asked with
  /// @param before all that is in the work tree
  /// @param after all that has to be there when it is done
  /// @param marked how many files get conflict markers
  record Order(
      String verb,
      Map<String, String> values,
      String folder,
      Map<String, String> before,
      Map<String, String> after,
      int marked) {
    private Order path(String path, String held) {
      after.put(folder + path, held);
      return this;
    }

    Order file(String path, String text) {
      return path(path, "f:" + text);
    }

    Order executable(String path, String text) {
      return path(path, "x:" + text);
    }

    Order link(String path, String target) {
      return path(path, "l:" + target);
    }

    Order folder(String path) {
      return path(path, "d");
    }

    Order gone(String path) {
      after.remove(folder + path);
      return this;
    }

    Order with(String name, String value) {
      values.put(name, value);
      return this;
    }

    Order conflicts(int files) {
      return new Order(verb, values, folder, before, after, files);
    }

    Exit exit() {
      return marked > 0 ? Exit.NO : Exit.YES;
    }

    /// As words of a command line.
    String[] words() {
      var words = new ArrayList<String>();
      words.add(verb);
      values.forEach((name, value) -> {
        if (value.equals("true")) {
          words.add("--" + name);
        } else if (!name.equals("path")) {
          words.add(value);
        }
      });
      if (values.containsKey("path")) {
        words.add("--");
        words.add(values.get("path"));
      }
      return words.toArray(String[]::new);
    }
  }

  /// A folder of a workspace in which a case happens, with some files of a person's that the
  /// recorder has seen.
  record Stage(MoveRig rig, String folder) {
    static Stage in(MoveRig rig, String name) {
      var stage = new Stage(rig, name + "/");
      stage.save("a.txt", "one\ntwo\nthree\nfour\nfive\nsix\n").save("b.txt", "b\n");
      stage.save("run.sh", "#!/bin/sh\n").save("sub/deep/x", "x\n");
      try {
        if (!stage.path("run.sh").toFile().setExecutable(true)) {
          throw new AssertionError("run.sh cannot be made executable");
        }
        Files.createSymbolicLink(stage.path("link"), Path.of("a.txt"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return stage;
    }

    Path path(String name) {
      return rig.root.resolve(in(name));
    }

    /// Below the workspace's folder.
    String in(String name) {
      return folder + name;
    }

    /// A person saves a file.
    Stage save(String name, String text) {
      rig.live.save(in(name), text);
      return this;
    }

    Stage makeFolder(String name) {
      try {
        Files.createDirectories(path(name));
        return this;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    ScriptedAgent agent() {
      return rig.live.agent();
    }

    void after(ScriptedAgent agent) {
      rig.live.after(agent);
    }

    /// An agent runs a command in the folder.
    ScriptedAgent.Call bash(String command) {
      var agent = agent().in(path(""));
      var call = agent.bash(command);
      after(agent);
      return call;
    }

    /// What people did so far is seen: somebody else's call begins.
    void seen() {
      bash("true");
    }

    Order order(String verb, String name, String value) {
      var files = rig.files();
      var values = new TreeMap<String, String>();
      values.put(name, value);
      return new Order(verb, values, folder, files, new TreeMap<>(files), 0);
    }
  }
}
