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

  /// Another than the author may be named, as `inferred`: somebody in the very file that a command
  /// names, while that runs. What the system tells does not say which of them wrote.
  static final String NAMED = "named: somebody in a file that a command names, at once";

  /// The same: a person, not seen for a minute, who saves while a short command runs that is not
  /// understood, and nothing else does.
  static final String ALONE = "named: a person during a short command not understood";

  /// A person has Git give a file back and edits it before anybody looks: what came back is the
  /// person's, too.
  static final String GIVEN_BACK = "named: a person edits what Git gave back between two looks";

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
  private boolean edited;

  /// As the last look found them: whether a person edited and had Git at work, and the files that
  /// several were in at once.
  private boolean mixed;

  private final Set<String> crowded = new HashSet<>();

  /// Answers that a rule allowed once, with that rule: they stay.
  private final Map<String, String> accepted = new HashMap<>();

  private final Set<SpanId> opaque = new HashSet<>();
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
            ? new Owner(OriginClass.BASELINE, null, new HashSet<>())
            : new Owner(OriginClass.VCS, null, new HashSet<>(Set.of(BEFORE))));
  }

  /// A look was made: what stands now has been seen.
  void looked() {
    if (edited && watching) {
      humanAt = now(); // nobody saw when between the looks it was
    }
    fresh.clear();
    mixed = moved && edited;
    moved = false;
    edited = false;
    crowded.clear();
    busy.forEach((file, some) -> {
      if (some.size() > 1) {
        crowded.add(file);
      }
    });
    busy.clear();
  }

  @Override
  public void does(String who, @Nullable SpanId step, String operation, boolean at) {
    var rules = new HashSet<String>();
    var isPerson = who.equals("me");
    var now = now();
    if (isPerson && watching) {
      humanAt = now;
    }
    if (at) {
      atOnce(operation, rules);
    }
    if (isPerson && at) {
      rules.add(AT_ONCE);
    }
    if (operation.startsWith("opaque") && step != null) {
      opaque.add(step);
    }
    if (operation.startsWith("opaque") && (at || edited || now - humanAt < MINUTE)) {
      rules.add(OPAQUE);
    }
    var isGit = operation.contains("git ");
    moved |= isPerson && isGit;
    edited |= isPerson && !isGit;
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

  private long now() {
    return rig.clock.instant().getEpochSecond();
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
        if (line.origin() == OriginClass.UNKNOWN && crowded.contains(file)) {
          owner.rules.add(ONE_FILE);
        }
        if (line.origin() == OriginClass.UNKNOWN && mixed && line.evidence().contains("git")) {
          owner.rules.add(WITH_GIT);
        }
        var fault = fault(owner, line) && !isByRule(file, word, owner, line);
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

  /// Where another than the author may be named: at the same moment in the same place.
  private boolean isByRule(String file, String word, Owner owner, OriginBlame.Line line) {
    var step = line.step();
    var answer = word + line.origin() + step;
    var rule = accepted.get(answer);
    if (rule != null) {
      byRule.merge(rule, 1, Integer::sum);
      return true;
    }
    if (line.confidence() == Confidence.INFERRED
        && (owner.rules.contains(ONE_FILE) || crowded.contains(file))) {
      rule = NAMED;
    } else if (step != null && opaque.contains(step) && owner.rules.contains(AT_ONCE)) {
      rule = ALONE;
    } else if (line.origin() == OriginClass.HUMAN && mixed) {
      rule = GIVEN_BACK;
    }
    if (rule != null) {
      accepted.put(answer, rule);
      byRule.merge(rule, 1, Integer::sum);
    }
    return rule != null;
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
