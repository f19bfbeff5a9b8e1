package dev.clew.recorder;

import dev.clew.event.Confidence;
import dev.clew.event.OriginClass;
import dev.clew.event.SpanId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who wrote each word of a script, by a rule that knows nothing of versions, commits or diffs: a
/// word stands in one operation only, and whoever did that wrote the line, wherever it goes.
///
/// The rules by which an answer may be `unknown` although it is known here are named; each use is
/// counted.
final class OriginModel implements OriginScript.Listener {
  private static final Pattern WORD = Pattern.compile("\\bt[0-9]+\\b");
  private static final Pattern FILE = Pattern.compile("\\bf[0-9]+(\\.moved)?\\b");
  private static final int MINUTE = 60;

  /// A person saved it while tools were at work: nothing shows that it was not one of them.
  static final String AT_ONCE = "a person while tools were at work";

  /// Git moved in the same look in which a person saved it: it may be Git's or the person's.
  static final String WITH_GIT = "a person and Git between two looks";

  /// A command that says nothing of what it does, with a person at work within the minute.
  static final String OPAQUE = "a command not understood while a person works";

  /// Several at work in one file at once, one of whom overwrote the other.
  static final String ONE_FILE = "several in one file at once";

  /// A person in the very file that a command names, while that runs: what the system tells does
  /// not say which of them wrote. The one case in which another than the author may be named; the
  /// answer is `inferred`.
  static final String NAMED = "a person in a file that a command names, at once";

  /// A commit from before the first look has it, which nobody told of, and Git joins it into
  /// something that is no commit's.
  static final String BEFORE = "a line from before the first look, brought within a conflict";

  private final OriginRig rig;
  private final Map<String, Owner> owners = new HashMap<>();
  private final Set<String> fresh = new HashSet<>();
  private final Map<String, Integer> byRule = new TreeMap<>();
  private final Map<String, Integer> answers = new TreeMap<>();
  private boolean watching;
  private boolean moved;
  private long humanAt = Long.MIN_VALUE;
  private final Map<String, List<Set<String>>> busy = new HashMap<>();

  /// Who wrote a word.
  ///
  /// @param rules by which it may be unknown
  private record Owner(OriginClass origin, @Nullable SpanId step, Set<String> rules) {}

  OriginModel(OriginRig rig) {
    this.rig = rig;
  }

  @Override
  public void watched() {
    watching = true;
    var there = new HashSet<String>();
    for (var file : new OriginScript(rig, OriginScript.NOBODY).files()) {
      there.addAll(OriginFiles.words(rig.text(file)));
    }
    owners.replaceAll((word, owner) ->
        there.contains(word)
            ? new Owner(OriginClass.BASELINE, null, Set.of())
            : new Owner(OriginClass.VCS, null, Set.of(BEFORE)));
  }

  /// A look was made: what stands now has been seen.
  void looked() {
    fresh.clear();
    moved = false;
    busy.clear();
  }

  @Override
  public void does(String who, @Nullable SpanId step, String operation, boolean at) {
    var rules = new HashSet<String>();
    var isPerson = who.equals("me");
    var now = rig.clock.instant().getEpochSecond();
    if (isPerson && watching) {
      humanAt = now;
    }
    if (at) {
      atOnce(operation, rules);
    }
    if (isPerson && at) {
      rules.add(AT_ONCE);
    }
    if (operation.startsWith("opaque") && (at || now - humanAt < MINUTE)) {
      rules.add(OPAQUE);
    }
    var isGit = operation.contains("git ");
    moved |= isPerson && isGit;
    if (isPerson && moved) {
      rules.add(WITH_GIT);
    }
    if (isPerson && isGit) {
      fresh.forEach(word -> owner(word).rules.add(WITH_GIT));
    }
    if (who.equals("them")) {
      claim(operation, OriginClass.VCS, null, rules);
    } else if (isPerson) {
      claim(operation, OriginClass.HUMAN, null, rules);
    } else {
      claim(operation, OriginClass.AGENT, step, rules);
    }
  }

  /// Takes note of the files that several are at work in.
  private void atOnce(String operation, Set<String> rules) {
    var matcher = FILE.matcher(operation);
    while (matcher.find()) {
      var others = busy.computeIfAbsent(matcher.group(), _ -> new ArrayList<>());
      if (!others.isEmpty()) {
        rules.add(ONE_FILE);
        others.forEach(each -> each.add(ONE_FILE));
      }
      others.add(rules);
    }
  }

  private void claim(String operation, OriginClass origin, @Nullable SpanId step, Set<String> why) {
    var matcher = WORD.matcher(operation);
    while (matcher.find()) {
      var word = matcher.group();
      if (owners.putIfAbsent(word, new Owner(origin, step, why)) == null && watching) {
        fresh.add(word);
      }
    }
  }

  private Owner owner(String word) {
    return Objects.requireNonNull(owners.get(word));
  }

  /// Compares what blame says of a file.
  void check(String file, List<OriginBlame.Line> lines, OriginScript script) {
    var wrong = new ArrayList<String>();
    for (var line : lines) {
      var word = OriginFiles.word(line.text());
      var owner = owners.get(word);
      if (owner != null) {
        var fault = fault(owner, line);
        if (fault) {
          wrong.add("%s is %s, not %s".formatted(word, text(owner, script), text(line, script)));
        }
      }
    }
    if (!wrong.isEmpty()) {
      throw new AssertionError(file + ": " + String.join("; ", wrong));
    }
  }

  private boolean fault(Owner owner, OriginBlame.Line line) {
    answers.merge(line.origin().wire() + " " + line.confidence().wire(), 1, Integer::sum);
    if (line.origin() == owner.origin && Objects.equals(line.step(), owner.step)) {
      return false;
    }
    if (owner.origin == OriginClass.HUMAN
        && owner.rules.contains(ONE_FILE)
        && line.confidence() == Confidence.INFERRED) {
      byRule.merge(NAMED, 1, Integer::sum);
      return false;
    }
    if (line.origin() == OriginClass.AGENT || owner.rules.isEmpty()) {
      return true;
    }
    var allowed =
        line.origin() == OriginClass.UNKNOWN
            || (line.origin() == OriginClass.VCS && owner.rules.contains(WITH_GIT));
    if (allowed) {
      byRule.merge(owner.rules.stream().sorted().findFirst().orElseThrow(), 1, Integer::sum);
    }
    return !allowed;
  }

  private static String text(Owner owner, OriginScript script) {
    return owner.step == null ? owner.origin.wire() : script.name(owner.step);
  }

  static String text(OriginBlame.Line line, OriginScript script) {
    return switch (line.origin()) {
      case AGENT -> script.name(line.step());
      case UNKNOWN ->
          "unknown (%s %s)"
              .formatted(line.evidence(), line.candidates().stream().map(script::name).toList());
      default -> line.origin().wire();
    };
  }

  /// Lines by class and confidence.
  Map<String, Integer> answers() {
    return answers;
  }

  /// Lines that were unknown by a rule.
  Map<String, Integer> byRule() {
    return byRule;
  }

  /// Checks every file of the project.
  void checkAll(OriginScript script) {
    try (var blame = new OriginBlame(rig.home().index())) {
      for (var file : script.files()) {
        check(file, blame.of(rig.root, file), script);
      }
    }
  }
}
