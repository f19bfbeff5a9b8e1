package dev.clew.redact;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Every literal that starts a search, and what to do where one stands.
///
/// One automaton finds the anchors of the rules, the known values, private keys, and JSON escapes
/// of printable characters (which could hide an anchor) in a single pass.
final class Words {
  private static final String PEM = "private key";
  private static final List<String> ESCAPES =
      List.of("\\u002", "\\u003", "\\u004", "\\u005", "\\u006", "\\u007");
  // " & ' / < = > \ ` DEL: escaped by careful encoders, and part of no anchor at level standard.
  private static final Set<String> HARMLESS =
      Set.of("22", "26", "27", "2f", "2F", "3c", "3C", "3d", "3D", "3e", "3E", "5c", "5C", "60");

  private final List<Rule> rules;
  private final List<KnownValues.Form> forms;
  private final Automaton automaton;
  private final List<String> texts;
  private final int[][] rulesOf;
  private final int[][] formsOf;
  private final int[][] needsOf;
  private final boolean[] needed;
  private final int pem;
  private final int firstEscape;

  Words(List<Rule> rules, KnownValues known) {
    this.rules = rules;
    forms = known.forms();
    var numbers = new LinkedHashMap<String, Integer>();
    var ruleLists = new ArrayList<List<Integer>>();
    var formLists = new ArrayList<List<Integer>>();
    needsOf = new int[rules.size()][];
    for (int r = 0; r < rules.size(); r++) {
      for (var anchor : rules.get(r).anchors) {
        add(ruleLists, number(numbers, anchor), r);
      }
      needsOf[r] = rules.get(r).needs.stream().mapToInt(need -> number(numbers, need)).toArray();
    }
    for (int f = 0; f < forms.size(); f++) {
      if (!forms.get(f).anchor().isEmpty()) {
        add(formLists, number(numbers, forms.get(f).anchor()), f);
      }
    }
    pem = number(numbers, PEM);
    firstEscape = numbers.size();
    ESCAPES.forEach(escape -> number(numbers, escape));
    texts = List.copyOf(numbers.keySet());
    rulesOf = arrays(ruleLists, texts.size());
    formsOf = arrays(formLists, texts.size());
    needed = new boolean[texts.size()];
    for (var needs : needsOf) {
      for (int need : needs) {
        needed[need] = true;
      }
    }
    automaton = new Automaton(texts);
  }

  /// What a scan meets; positions are in bytes.
  interface Visitor {
    /// A match of rule number `rule` is possible around the anchor at `at`.
    void rule(int rule, int at);

    /// Form number `form` of a known value may start at `at`.
    void known(int form, int at);

    /// The words before a private key end at `at`.
    void privateKey(int at);

    /// An escape at `at` may hide an anchor.
    void hidden(int at);

    /// A word that a rule needs somewhere in the text.
    void need(int word);
  }

  int size() {
    return texts.size();
  }

  List<Rule> rules() {
    return rules;
  }

  KnownValues.Form form(int number) {
    return forms.get(number);
  }

  /// Whether one of the words that the rule needs was seen, or it needs none.
  boolean hasNeeds(int rule, boolean[] seen) {
    for (int need : needsOf[rule]) {
      if (seen[need]) {
        return true;
      }
    }
    return needsOf[rule].length == 0;
  }

  void scan(byte[] bytes, Visitor visitor) {
    automaton.scan(bytes, 0, bytes.length, (word, end) -> visit(bytes, word, end, visitor));
  }

  private void visit(byte[] bytes, int word, int end, Visitor visitor) {
    int start = end - texts.get(word).length();
    for (int r : rulesOf[word]) {
      if (rules.get(r).mayMatch(bytes, start, end)) {
        visitor.rule(r, start);
      }
    }
    for (int f : formsOf[word]) {
      visitor.known(f, start - forms.get(f).anchorAt());
    }
    if (needed[word]) {
      visitor.need(word);
    }
    if (word == pem) {
      visitor.privateKey(end);
    } else if (word >= firstEscape && end < bytes.length) {
      var code = "" + (char) bytes[end - 1] + (char) (bytes[end] & 0x7f);
      if (!HARMLESS.contains(code)) {
        visitor.hidden(start);
      }
    }
  }

  private static int number(Map<String, Integer> numbers, String word) {
    return numbers.computeIfAbsent(word, _ -> numbers.size());
  }

  private static void add(List<List<Integer>> lists, int word, int item) {
    while (lists.size() <= word) {
      lists.add(new ArrayList<>());
    }
    lists.get(word).add(item);
  }

  private static int[][] arrays(List<List<Integer>> lists, int size) {
    var arrays = new int[size][];
    for (int i = 0; i < size; i++) {
      arrays[i] =
          i < lists.size()
              ? lists.get(i).stream().mapToInt(Integer::intValue).toArray()
              : new int[0];
    }
    return arrays;
  }
}
