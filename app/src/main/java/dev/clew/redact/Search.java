package dev.clew.redact;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/// One search of one text; used once, by one thread.
final class Search implements Words.Visitor {
  private static final int VIEW_BEFORE = 256;
  private static final int VIEW_AFTER = 2048;
  private static final int NEAR = 128;
  private static final int KNOWN_RANK = -1;

  private final Scope scope;
  private final String text;
  private final Subject subject;
  private final Subject.Budget budget;
  private final boolean nested;
  private final List<Finding> found = new ArrayList<>();
  private final boolean[] seen;
  private final Map<Integer, Matcher> matchers = new HashMap<>();
  private int[] hits = new int[16];
  private int hitCount;
  private boolean hidden;
  private int lastRule = -1;
  private int lastEnd;
  private @Nullable View view;
  private int viewFrom;
  private int viewLast;

  /// What every search of one redactor shares.
  record Scope(
      Words words,
      RuleSet rules,
      RedactionLevel level,
      List<KnownValues.Form> loose,
      Placeholder placeholder) {}

  Search(Scope scope, String text, Subject.Budget budget, boolean nested) {
    this.scope = scope;
    this.text = text;
    this.budget = budget;
    this.nested = nested;
    subject = new Subject(text, budget);
    seen = new boolean[scope.words.size()];
  }

  /// The findings in `text`, in order, none overlapping another or a placeholder.
  List<Finding> run() {
    var bytes = narrow(text);
    scope.words.scan(bytes, this);
    for (int i = 0; i < hitCount; i += 2) {
      evaluate(hits[i], hits[i + 1]);
    }
    for (var form : scope.loose) {
      for (int at = text.indexOf(form.text()); at >= 0; at = text.indexOf(form.text(), at + 1)) {
        add(known(form, at));
      }
    }
    if (!nested) {
      Encoded.tokens(bytes, this::decoded);
      if (hidden) {
        unescaped();
      }
    }
    if (scope.level.includes(RedactionLevel.PARANOID)) {
      Tokens.find(text, found);
    }
    var placeholders = Placeholder.spans(text);
    if (!placeholders.isEmpty()) {
      found.removeIf(f -> Placeholder.overlaps(placeholders, f.from(), f.to()));
    }
    return Finding.joined(found, text);
  }

  @Override
  public void rule(int rule, int at) {
    if (hitCount == hits.length) {
      hits = Arrays.copyOf(hits, 2 * hitCount);
    }
    hits[hitCount++] = rule;
    hits[hitCount++] = at;
  }

  @Override
  public void known(int form, int at) {
    var known = scope.words.form(form);
    if (at >= 0 && text.startsWith(known.text(), at)) {
      add(known(known, at));
    }
  }

  @Override
  public void privateKey(int at) {
    var key = PrivateKeys.find(text, at);
    if (key != null) {
      add(key);
    }
  }

  @Override
  public void hidden(int at) {
    hidden = true;
  }

  @Override
  public void need(int word) {
    seen[word] = true;
  }

  private static Finding known(KnownValues.Form form, int at) {
    return new Finding(at, at + form.text().length(), KNOWN_RANK, "known", form.value());
  }

  private void evaluate(int number, int at) {
    var rule = scope.words.rules().get(number);
    if (!scope.words.hasNeeds(number, seen)) {
      return;
    }
    var matcher = matchers.get(number);
    if (rule.mode == Rule.Mode.TEXT) {
      if (matcher == null) {
        everywhere(number, rule);
      }
      return;
    }
    if (matcher == null) {
      matcher =
          rule.pattern().matcher(subject).useTransparentBounds(true).useAnchoringBounds(false);
      matchers.put(number, matcher);
    }
    int last = at - rule.least;
    for (int from = Math.max(0, at - rule.most); from <= last; from++) {
      matcher.region(from, text.length());
      if (matcher.lookingAt()) {
        accept(number, rule, matcher);
        return;
      }
    }
    int before = Math.max(0, at - NEAR);
    int after = Math.min(text.length(), at + 2 * NEAR);
    if (View.hasEscape(text, before, after)) {
      throughView(number, rule, at);
    }
  }

  private void everywhere(int number, Rule rule) {
    var matcher = rule.pattern().matcher(subject);
    matchers.put(number, matcher);
    while (matcher.find()) {
      accept(number, rule, matcher);
    }
  }

  private void throughView(int number, Rule rule, int at) {
    var near = viewAround(at);
    if (!near.changed()) {
      return;
    }
    var plain = near.text();
    int anchor = near.at(at);
    var matcher =
        rule.pattern()
            .matcher(new Subject(plain, budget))
            .useTransparentBounds(true)
            .useAnchoringBounds(false);
    for (int from = Math.max(0, anchor - rule.most); from <= anchor - rule.least; from++) {
      if (matcher.region(from, plain.length()).lookingAt()) {
        for (int group : groups(rule, matcher)) {
          int a = matcher.start(group);
          int b = matcher.end(group);
          if (scope.rules.accepts(rule, plain, matcher.start(), matcher.end(), a, b, budget)) {
            int to = near.origin(b);
            add(new Finding(near.origin(a), to, number, rule.id, plain.substring(a, b)));
          }
        }
        return;
      }
    }
  }

  /// A view with room around `at`; neighbouring anchors share one.
  private View viewAround(int at) {
    if (view == null || at < viewFrom + Math.min(viewFrom, VIEW_BEFORE) || at > viewLast) {
      viewFrom = Math.max(0, at - VIEW_BEFORE);
      while (viewFrom > 0 && at - viewFrom < 2 * VIEW_BEFORE && isBackslash(viewFrom - 1)) {
        viewFrom--;
      }
      int to = Math.min(text.length(), at + VIEW_AFTER);
      view = View.of(text, viewFrom, to);
      viewLast = to == text.length() ? to : to - VIEW_AFTER / 2;
    }
    return view;
  }

  private boolean isBackslash(int at) {
    return text.charAt(at) == '\\';
  }

  private void accept(int number, Rule rule, Matcher matcher) {
    for (int group : groups(rule, matcher)) {
      int a = matcher.start(group);
      int b = matcher.end(group);
      if (number == lastRule && b == lastEnd) {
        continue; // "api" and "key" lead the generic rule to the same value
      }
      if (scope.rules.accepts(rule, text, matcher.start(), matcher.end(), a, b, budget)) {
        lastRule = number;
        lastEnd = b;
        add(new Finding(a, b, number, rule.id, text.substring(a, b)));
      }
    }
  }

  /// The groups that are secret; without any named, the first that took part, else the match.
  static int[] groups(Rule rule, Matcher matcher) {
    var named = rule.groups;
    if (named.length > 0) {
      return Arrays.stream(named)
          .filter(g -> g <= matcher.groupCount() && matcher.start(g) >= 0)
          .toArray();
    }
    for (int g = 1; g <= matcher.groupCount(); g++) {
      if (matcher.end(g) > matcher.start(g)) {
        return new int[] {g};
      }
    }
    return new int[] {0};
  }

  /// Redacts what a base64 token holds, and encodes the result again.
  private void decoded(int from, int to) {
    int whole = (to - from) % 4 == 1 ? to - 1 : to;
    var token = text.substring(from, whole);
    var inner = new String(Encoded.decode(token), StandardCharsets.UTF_8);
    var findings = new Search(scope, inner, budget, true).run();
    if (findings.isEmpty()) {
      return;
    }
    int end = whole;
    while (end < text.length() && end < whole + 2 && text.charAt(end) == '=') {
      end++;
    }
    var clean = scope.placeholder.write(inner, findings, new HashMap<>());
    var instead = Encoded.encodeLike(text.substring(from, end), clean);
    var first = findings.getFirst();
    found.add(new Finding(from, end, first.rank(), first.rule(), token, instead));
  }

  private void unescaped() {
    var view = View.of(text, 0, text.length());
    for (var f : new Search(scope, view.text(), budget, true).run()) {
      add(new Finding(view.origin(f.from()), view.origin(f.to()), f.rank(), f.rule(), f.secret()));
    }
  }

  private void add(Finding finding) {
    if (finding.to() > finding.from()) {
      found.add(finding);
    }
  }

  /// One byte per character, so that positions agree; 0x80 for all beyond ASCII.
  private static byte[] narrow(String text) {
    var bytes = new byte[text.length()];
    for (int i = 0; i < bytes.length; i++) {
      char c = text.charAt(i);
      bytes[i] = c < 128 ? (byte) c : (byte) 0x80;
    }
    return bytes;
  }
}
