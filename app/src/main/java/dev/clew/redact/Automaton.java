package dev.clew.redact;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Finds many short strings in one pass over bytes (Aho-Corasick), ASCII letters of either case.
///
/// Dense: one table look-up per byte. Bytes that occur in no word share one class; states in which
/// words end have the highest numbers, so that "nothing here" is one comparison.
final class Automaton {
  private static final int SHIFT = 6;
  private static final int CLASSES = 1 << SHIFT;
  private static final int[] NONE = {};

  private final byte[] classOf = new byte[256];
  private final char[] next;
  private final int firstEnd;
  private final int[][] ends;

  /// @param words at least one character each, ASCII, at most 63 different characters in all
  Automaton(List<String> words) {
    var trie = new Trie(words, classOf);
    var order = trie.order();
    var number = new char[order.length];
    int plain = 0;
    for (int state : order) {
      plain += trie.ends.get(state).length == 0 ? 1 : 0;
    }
    firstEnd = plain;
    int low = 0;
    int high = plain;
    for (int state : order) {
      number[state] = (char) (trie.ends.get(state).length == 0 ? low++ : high++);
    }
    next = new char[order.length << SHIFT];
    ends = new int[order.length - plain][];
    for (int state : order) {
      int base = number[state] << SHIFT;
      for (int c = 0; c < CLASSES; c++) {
        next[base + c] = number[trie.next(state, c)];
      }
      if (number[state] >= plain) {
        ends[number[state] - plain] = trie.ends.get(state);
      }
    }
  }

  /// Receives each occurrence of word number `word`, whose last byte is just before `end`.
  interface Sink {
    void found(int word, int end);
  }

  void scan(byte[] bytes, int from, int to, Sink sink) {
    var table = next;
    var classes = classOf;
    int state = 0;
    for (int i = from; i < to; i++) {
      state = table[(state << SHIFT) + classes[bytes[i] & 0xff]];
      if (state >= firstEnd) {
        for (int word : ends[state - firstEnd]) {
          sink.found(word, i + 1);
        }
      }
    }
  }

  private static final class Trie {
    final List<int[]> ends = new ArrayList<>();
    private short[] next = new short[1 << 16];

    Trie(List<String> words, byte[] classOf) {
      add();
      int classes = 1;
      for (int w = 0; w < words.size(); w++) {
        var word = words.get(w);
        int state = 0;
        for (int i = 0; i < word.length(); i++) {
          char c = word.charAt(i);
          if (classOf[c] == 0) {
            if (classes == CLASSES || c > 127) {
              throw new IllegalArgumentException("word with too many characters: " + word);
            }
            classOf[c] = (byte) classes++;
            classOf[Character.toUpperCase(c)] = classOf[c];
          }
          state = step(state, classOf[c]);
        }
        ends.set(state, with(ends.get(state), new int[] {w}));
      }
    }

    int next(int state, int c) {
      return next[(state << SHIFT) + c] & 0xffff;
    }

    private int step(int state, int c) {
      int to = next(state, c);
      if (to == 0) {
        to = add();
        next[(state << SHIFT) + c] = (short) to;
      }
      return to;
    }

    /// Completes the transitions, and lists the states from the root outwards.
    int[] order() {
      int states = ends.size();
      var fail = new int[states];
      var order = new int[states];
      int listed = 1;
      for (int n = 0; n < listed; n++) {
        int state = order[n];
        for (int c = 0; c < CLASSES; c++) {
          int to = next(state, c);
          int back = state == 0 ? 0 : next(fail[state], c);
          if (to == 0) {
            next[(state << SHIFT) + c] = (short) back;
          } else {
            fail[to] = back;
            ends.set(to, with(ends.get(to), ends.get(back)));
            order[listed++] = to;
          }
        }
      }
      return order;
    }

    private int add() {
      int state = ends.size();
      if (state > 0xffff) {
        throw new IllegalArgumentException("too many words: more than 65536 states");
      }
      if ((state + 1) << SHIFT > next.length) {
        next = Arrays.copyOf(next, 2 * next.length);
      }
      ends.add(NONE);
      return state;
    }

    private static int[] with(int[] some, int[] more) {
      if (more.length == 0) {
        return some;
      }
      var all = Arrays.copyOf(some, some.length + more.length);
      System.arraycopy(more, 0, all, some.length, more.length);
      return all;
    }
  }
}
