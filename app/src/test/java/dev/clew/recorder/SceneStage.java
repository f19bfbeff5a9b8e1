package dev.clew.recorder;

import dev.clew.event.SessionKey;
import dev.clew.testing.ScriptedAgent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A folder of a workspace in which a case happens, with some files of a person's that the recorder
/// has seen.
record SceneStage(MoveRig rig, String folder) {
  static SceneStage in(MoveRig rig, String name) {
    var stage = new SceneStage(rig, name + "/");
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
  SceneStage save(String name, String text) {
    rig.live.save(in(name), text);
    return this;
  }

  SceneStage makeFolder(String name) {
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

  /// An agent works in a session of its own; the session's id.
  String session(Consumer<ScriptedAgent> work) {
    var agent = agent();
    work.accept(agent);
    after(agent);
    return SessionKey.main("claude", agent.session()).id();
  }

  /// An agent's session in which the first line of two files was changed.
  String twoFilesEdited() {
    return session(agent -> {
      agent.edit(in("a.txt"), "one\n", "1\n");
      agent.edit(in("b.txt"), "b\n", "B\n");
    });
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

  SceneOrder order(String verb, String name, String value) {
    var files = rig.files();
    var values = new TreeMap<String, String>();
    values.put(name, value);
    return new SceneOrder(verb, values, folder, files, new TreeMap<>(files), 0);
  }
}
