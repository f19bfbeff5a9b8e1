package dev.clew.recorder;

import dev.clew.event.SpanId;
import dev.clew.testing.ScriptedAgent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Does what lines of a small language say, with [OriginRig]. A line that cannot be done (a file is
/// not there, Git refuses) does nothing, so that any lines may be left out of a script.
///
/// ```
/// a line f @2 w1,w2    agent a has its edit tool replace line 2 of file f by two lines
/// me line f @2 w3      a person does so
/// par a line f @0 w4 | me insert g @1 w5     both at once
/// look                 the recorder looks, outside every tool call
/// ```
///
/// `in` goes to another folder. Agents are `a`, `b`...; `a/s` is an agent that `a` starts, `x` one
/// that writes patches. `them` is a person with a clone of their own; `git push origin main` and
/// `git pull` lead there and back.
final class OriginScript {
  /// Hears what is done.
  interface Listener {
    /// From here on somebody looks.
    void watched();

    /// Something is done.
    ///
    /// @param who `me`, `them` or an agent
    /// @param step the agent's call; absent for persons
    /// @param at whether others are at work at once
    void does(String who, @Nullable SpanId step, String operation, boolean at);
  }

  /// Hears nothing.
  static final Listener NOBODY =
      new Listener() {
        @Override
        public void watched() {}

        @Override
        public void does(String who, @Nullable SpanId step, String operation, boolean at) {}
      };

  private final OriginRig rig;
  private final Listener listener;
  private final Map<String, ScriptedAgent> agents = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private final Map<SpanId, String> steps = new LinkedHashMap<>();
  private Path here;
  private boolean watched;
  private boolean strict;

  /// What one operation does: hooks around an effect.
  record Act(String who, Runnable before, Runnable effect, Runnable after) {}

  OriginScript(OriginRig rig, Listener listener) {
    this.rig = rig;
    this.listener = listener;
    this.here = rig.root;
    if (!Files.exists(rig.root.resolve(".git"))) {
      rig.git("init", "-q", "-b", "main").well();
    }
  }

  /// A step's name here, `a1`.
  String name(@Nullable SpanId step) {
    return step == null ? "nobody" : steps.getOrDefault(step, step.hex());
  }

  /// Does these lines.
  OriginScript run(String lines) {
    lines.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(this::one);
    return this;
  }

  /// Does one line, which must be possible.
  void strictly(String line) {
    strict = true;
    one(line);
  }

  /// Does one line.
  void one(String line) {
    var words = line.split(" ", 2);
    switch (words[0]) {
      case "look" -> look();
      case "pass" -> rig.pass(Duration.ofSeconds(Long.parseLong(words[1])));
      case "par" -> together(Arrays.stream(words[1].split(" \\| ")).toList());
      case "in" -> here = here.resolve(words[1]).normalize();
      case "open" -> {
        var act = planned(words[1], true);
        if (act != null) {
          act.effect.run(); // and never comes to its end
        }
      }
      default -> together(List.of(line));
    }
  }

  /// The recorder looks, and records what it found.
  void look() {
    watch();
    rig.look(here);
  }

  /// Where it works.
  Path here() {
    return here;
  }

  private void watch() {
    if (!watched) {
      watched = true;
      listener.watched();
    }
  }

  private void together(List<String> operations) {
    var acts = new ArrayList<Act>();
    for (var operation : operations) {
      var who = operation.strip().split(" ", 2)[0];
      if (!isPerson(who)) {
        agent(who); // its first hook leads to a first look, before anybody does anything
      }
    }
    for (var operation : operations) {
      var act = planned(operation, operations.size() > 1);
      if (act != null) {
        acts.add(act);
      }
    }
    acts.forEach(act -> act.effect.run());
    acts.forEach(act -> act.after.run());
  }

  /// What an operation does, begun.
  private @Nullable Act planned(String operation, boolean at) {
    var words = operation.strip().split(" ", 2);
    var act = act(words[0], words[1]);
    if (act == null) {
      return null;
    }
    SpanId step = null;
    if (!isPerson(act.who)) {
      watch();
      act.before.run();
      step = rig.step();
      steps.put(step, act.who + counts.merge(act.who, 1, Integer::sum));
    }
    listener.does(act.who, step, words[1], at);
    return act;
  }

  private static boolean isPerson(String who) {
    return who.equals("me") || who.equals("them");
  }

  private ScriptedAgent agent(String who) {
    var known = agents.get(who);
    if (known == null) {
      watch();
      var slash = who.indexOf('/');
      known =
          slash > 0
              ? agent(who.substring(0, slash)).subagent(who.substring(slash + 1))
              : rig.agent("session-" + who, who.equals("x"));
      agents.put(who, known);
    }
    return known;
  }

  private @Nullable Act act(String who, String operation) {
    if (operation.equals("stop")) {
      agent(who).stop();
      rig.settle();
      return null;
    }
    var root = who.equals("them") ? theirs() : here;
    if (root == null) {
      return null;
    }
    var edit = OriginEdit.of(root, operation);
    if (edit == null || (who.equals("x") && !edit.isPatch())) {
      if (strict) {
        throw new AssertionError("cannot be done: " + who + " " + operation);
      }
      return null;
    }
    if (isPerson(who)) {
      return new Act(who, () -> {}, () -> byHand(who, root, edit), () -> {});
    }
    var agent = agent(who).in(here);
    var call = edit.call(agent, who.equals("x"));
    return new Act(
        who,
        () -> agent.before(call),
        () -> {
          if (edit.command() == null) {
            edit.write();
          } else {
            agent.run(edit.command());
          }
        },
        () -> agent.after(call));
  }

  private void byHand(String who, Path root, OriginEdit edit) {
    if (edit.command() == null) {
      edit.write();
    } else {
      var ran = rig.shell(root, edit.command());
      if (strict) {
        ran.well();
      }
    }
    if (who.equals("them")) {
      rig.shell(root, "git add -A; git commit -q -m theirs; git push -q origin HEAD:main");
    }
  }

  /// The other person's clone; absent where there is nothing to clone.
  private @Nullable Path theirs() {
    var hub = rig.root.resolveSibling("hub.git");
    var clone = rig.root.resolveSibling("theirs");
    if (!Files.exists(hub)) {
      if (rig.git("rev-parse", "-q", "--verify", "main").exit() != 0) {
        return null;
      }
      rig.shell(
              rig.root,
              "git init -q --bare -b main %1$s && git remote add origin %1$s; git push -q -f origin main"
                  .formatted(hub))
          .well();
    }
    if (Files.exists(clone)) {
      rig.run(clone, "pull", "-q", "--rebase", "origin", "main");
    } else {
      rig.run(rig.root, "clone", "-q", hub.toString(), clone.toString()).well();
    }
    return clone;
  }

  /// The names of the files in the project.
  List<String> files() {
    try (var walk = Files.walk(rig.root)) {
      return walk.filter(Files::isRegularFile)
          .map(file -> rig.root.relativize(file).toString())
          .filter(name -> !name.startsWith(".git/") && !name.equals(".git"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
