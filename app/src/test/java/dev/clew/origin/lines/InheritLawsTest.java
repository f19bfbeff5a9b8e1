package dev.clew.origin.lines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.index.Runs;
import dev.clew.testing.Cases;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Random edits against a model that knows nothing of diffs: it keeps the owner beside each line.
class InheritLawsTest {
  private static final List<String> TRIVIAL = List.of("", "}", "  }", "\t", "});");
  private static final List<String> COMMON =
      List.of("return null;", "if (ready) {", "import java.util.List;", "break;");

  /// A line and who wrote it.
  private record Owned(String text, long owner) {
    Owned indented(String by) {
      return new Owned(by + text.strip(), owner);
    }

    boolean telling() {
      return text.contains("token");
    }
  }

  private static final class Plain implements Causes {
    private final Map<Long, Long> bases = new HashMap<>();
    private long next = 1_000_000;

    @Override
    public long disagree(List<Long> causes) {
      throw new AssertionError("one ancestor cannot disagree with itself");
    }

    @Override
    public long noted(long base, String note, long by) {
      bases.put(next, base(base));
      return next++;
    }

    long base(long cause) {
      return bases.getOrDefault(cause, cause);
    }
  }

  private static final class Author {
    private final RandomGenerator random;
    private final boolean unique;
    private int token;

    Author(RandomGenerator random, boolean unique) {
      this.random = random;
      this.unique = unique;
    }

    Owned line(long owner) {
      if (random.nextInt(4) == 0) {
        return new Owned(TRIVIAL.get(random.nextInt(TRIVIAL.size())), owner);
      }
      if (!unique && random.nextInt(3) == 0) {
        return new Owned(COMMON.get(random.nextInt(COMMON.size())), owner);
      }
      return new Owned(" ".repeat(random.nextInt(3)) + "token" + token++ + " of " + owner, owner);
    }

    void edit(List<Owned> lines, List<Owned> elsewhere, long owner) {
      var at = random.nextInt(lines.size() + 1);
      var to = Math.min(lines.size(), at + 1 + random.nextInt(5));
      switch (random.nextInt(6)) {
        case 0, 1 -> {
          for (int i = random.nextInt(6); i >= 0; i--) {
            lines.add(at, line(owner));
          }
        }
        case 2 -> lines.subList(at, to).clear();
        case 3 -> {
          for (int i = at; i < to; i++) {
            lines.set(i, line(owner));
          }
        }
        case 4 -> {
          var indent = " ".repeat(1 + random.nextInt(8));
          for (int i = at; i < to; i++) {
            lines.set(i, lines.get(i).indented(indent));
          }
        }
        default -> {
          var moved = new ArrayList<>(lines.subList(at, to));
          lines.subList(at, to).clear();
          var target = random.nextBoolean() ? lines : elsewhere;
          target.addAll(random.nextInt(target.size() + 1), moved);
        }
      }
    }
  }

  private static List<List<Owned>> copy(List<List<Owned>> files) {
    var copy = new ArrayList<List<Owned>>();
    files.forEach(file -> copy.add(new ArrayList<>(file)));
    return copy;
  }

  /// Plays revisions of two files; tells the test what each edit came to.
  private static void play(RandomGenerator random, boolean unique, Check check) {
    var author = new Author(random, unique);
    var causes = new Plain();
    var files = new ArrayList<List<Owned>>(List.of(new ArrayList<>(), new ArrayList<>()));
    var runs = new ArrayList<>(List.of(Runs.EMPTY, Runs.EMPTY));
    for (long step = 1; step <= 12; step++) {
      var before = copy(files);
      for (int edits = 1 + random.nextInt(step == 1 ? 8 : 3); edits > 0; edits--) {
        var file = random.nextInt(2);
        author.edit(files.get(file), files.get(1 - file), step);
      }
      var changes = new ArrayList<Changed>();
      for (int file = 0; file < 2; file++) {
        changes.add(
            new Changed(
                new Ancestor(bytes(before.get(file)), runs.get(file)),
                bytes(files.get(file)),
                step));
      }
      var after = Inherit.changes(changes, causes);
      assertThat(Inherit.changes(changes, new Plain()))
          .as("the same again, but for the notes")
          .hasSameSizeAs(after);
      for (int file = 0; file < 2; file++) {
        runs.set(file, after.get(file));
        assertThat(after.get(file).lines()).isEqualTo(files.get(file).size());
        for (int line = 0; line < files.get(file).size(); line++) {
          check.line(
              files.get(file).get(line), causes.base(after.get(file).causeOf(line)), before, step);
        }
      }
    }
  }

  private interface Check {
    void line(Owned line, long told, List<List<Owned>> before, long step);
  }

  @Test
  void a_unique_line_is_whose_it_was_first() {
    Cases.forAll(
        400,
        random ->
            play(
                random,
                true,
                (line, told, _, _) -> {
                  if (line.telling()) {
                    assertThat(told).as(line.text).isEqualTo(line.owner);
                  }
                }));
  }

  @Test
  void nobody_is_named_who_neither_wrote_nor_moved_such_a_line() {
    Cases.forAll(
        400,
        random -> {
          var wrote = new HashMap<String, Set<Long>>();
          play(
              random,
              false,
              (line, told, _, step) -> {
                var who = wrote.computeIfAbsent(line.text.strip(), _ -> new HashSet<>());
                who.add(line.owner);
                if (told == step && !line.telling()) {
                  who.add(step);
                }
                assertThat(who).as(line.text).contains(told);
              });
        });
  }

  @Test
  void no_line_is_given_to_a_change_that_left_as_many_as_there_were() {
    Cases.forAll(
        300,
        random -> {
          var author = new Author(random, false);
          var before = new ArrayList<Owned>();
          for (int i = random.nextInt(40); i > 0; i--) {
            before.add(author.line(1));
          }
          var after = new ArrayList<>(before);
          for (int i = random.nextInt(4); i > 0; i--) {
            after.add(random.nextInt(after.size() + 1), author.line(2));
          }
          var causes = new Plain();
          var runs =
              Inherit.change(
                  new Ancestor(bytes(before), Runs.whole(before.size(), 1)),
                  bytes(after),
                  2,
                  causes);
          var old = 0;
          for (var cause : runs.toLines()) {
            old += causes.base(cause) == 1 ? 1 : 0;
          }
          assertThat(old).isEqualTo(before.size());
        });
  }

  @Test
  void what_git_put_together_is_whose_it_was() {
    Cases.forAll(
        300,
        random -> {
          var author = new Author(random, true);
          var base = new ArrayList<Owned>();
          for (int i = 5 + random.nextInt(30); i > 0; i--) {
            base.add(author.line(1));
          }
          var ours = new ArrayList<Owned>();
          var theirs = new ArrayList<Owned>();
          var merged = new ArrayList<Owned>();
          for (var line : base) {
            var side = random.nextInt(8);
            if (side == 0) {
              var mine = author.line(2);
              ours.add(mine);
              merged.add(mine);
            } else if (side == 1) {
              var mine = author.line(3);
              theirs.add(mine);
              merged.add(mine);
            }
            ours.add(line);
            theirs.add(line);
            merged.add(line);
          }
          if (random.nextInt(3) == 0) {
            Collections.reverse(theirs);
          }
          var rank = random.nextInt(2);
          var runs =
              Inherit.made(
                  bytes(merged),
                  List.of(ancestor(ours, 0), ancestor(theirs, rank)),
                  9,
                  new TestCauses());
          for (int line = 0; line < merged.size(); line++) {
            if (merged.get(line).telling()) {
              assertThat(runs.causeOf(line)).isEqualTo(merged.get(line).owner);
            }
          }
        });
  }

  @Test
  void any_bytes_have_a_cause_for_each_line() {
    Cases.forAll(
        500,
        random -> {
          var before = noise(random);
          var after = noise(random);
          var causes = new Plain();
          var ancestor = new Ancestor(before, Runs.whole(Content.lines(before), 1));
          assertThat(Inherit.change(ancestor, after, 2, causes).lines())
              .isEqualTo(Content.lines(after));
          assertThat(Inherit.made(after, List.of(ancestor), 2, causes).lines())
              .isEqualTo(Content.lines(after));
          assertThat(Inherit.change(ancestor, before, 2, causes)).isEqualTo(ancestor.runs());
        });
  }

  private static byte[] noise(RandomGenerator random) {
    var bytes = new byte[random.nextInt(60)];
    var alphabet = "ab\n\n\r\t }\u0000".substring(0, 8 + random.nextInt(2)).getBytes(UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] =
          random.nextInt(9) == 0
              ? (byte) random.nextInt(1, 256)
              : alphabet[random.nextInt(alphabet.length)];
    }
    return bytes;
  }

  private static Ancestor ancestor(List<Owned> lines, int rank) {
    return new Ancestor(
        bytes(lines), Runs.ofLines(lines.stream().mapToLong(Owned::owner).toArray()), rank);
  }

  private static byte[] bytes(List<Owned> lines) {
    var text = new StringBuilder();
    lines.forEach(line -> text.append(line.text).append('\n'));
    return text.toString().getBytes(UTF_8);
  }
}
