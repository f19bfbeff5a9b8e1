package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.event.Confidence;
import dev.clew.event.FileOp;
import dev.clew.event.FileVersion;
import dev.clew.event.OriginClass;
import dev.clew.event.WorkspaceChange;
import dev.clew.index.Seen;
import dev.clew.testing.Cases;
import dev.clew.workspace.Change;
import dev.clew.workspace.Entry;
import dev.clew.workspace.Look;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ToldBeforeTest {
  private static final List<String> PATHS = List.of("a", "b", "in/a", "in/b");
  private static final int CONTENTS = 4;

  /// A workspace: contents by path.
  private static final class Files extends TreeMap<String, Integer> {
    private static final long serialVersionUID = 1;

    Files copy() {
      var copy = new Files();
      copy.putAll(this);
      return copy;
    }

    void set(String path, @Nullable Integer content) {
      if (content == null) {
        remove(path);
      } else {
        put(path, content);
      }
    }
  }

  private static FileVersion version(int content) {
    var sha256 = HexFormat.of().toHexDigits((byte) content).repeat(32);
    return new FileVersion(sha256, sha256.substring(0, 40), content, "100644", null);
  }

  private static @Nullable FileVersion version(Files files, String path) {
    var content = files.get(path);
    return content == null ? null : version(content);
  }

  private static Files random(RandomGenerator random) {
    var files = new Files();
    for (var path : PATHS) {
      if (random.nextBoolean()) {
        files.put(path, random.nextInt(CONTENTS));
      }
    }
    return files;
  }

  /// What differs, as text.
  private static List<String> differing(Files one, Files other) {
    var texts = new ArrayList<String>();
    for (var path : PATHS) {
      if (!Objects.equals(one.get(path), other.get(path))) {
        texts.add(path + " " + one.get(path) + " " + other.get(path));
      }
    }
    return texts;
  }

  /// As a look tells what differs: sometimes what went and came as a rename.
  private static List<Change> look(Files before, Files after, RandomGenerator random) {
    var changes = new ArrayList<Change>();
    var gone = new TreeSet<>(before.keySet());
    gone.removeAll(after.keySet());
    for (var path : PATHS) {
      var was = before.get(path);
      var is = after.get(path);
      if (is == null || is.equals(was)) {
        continue;
      }
      var from =
          was != null || random.nextBoolean()
              ? Optional.<String>empty()
              : gone.stream().filter(each -> is.equals(before.get(each))).findFirst();
      from.ifPresent(gone::remove);
      var source = from.isPresent() ? before.get(from.get()) : was;
      var op = from.isPresent() ? FileOp.RENAME : source == null ? FileOp.CREATE : FileOp.MODIFY;
      var old = source == null ? null : Entry.of(from.orElse(path), version(source));
      changes.add(new Change(op, path, from.orElse(null), old, Entry.of(path, version(is)), null));
    }
    for (var path : gone) {
      var old = Entry.of(path, version(Objects.requireNonNull(before.get(path))));
      changes.add(new Change(FileOp.DELETE, path, null, old, null, null));
    }
    return changes;
  }

  private static Look look(List<Change> changes) {
    return new Look("/w", "before", "after", changes, Set.of(), true, List.of(), 0, 0, 0, 0, 0);
  }

  private static Seen<WorkspaceChange> seen(
      long at, FileOp op, String path, @Nullable String from, Files before, Files after) {
    var change =
        new WorkspaceChange(
            "/w",
            path,
            from,
            op,
            version(before, from == null ? path : from),
            version(after, path),
            OriginClass.AGENT,
            Confidence.EXACT,
            List.of(),
            List.of(),
            0,
            0,
            null);
    return new Seen<>(at, 0, "r" + at, at, "s", 7L, change);
  }

  /// Something happens and is told, at its own time.
  private static Seen<WorkspaceChange> happens(Files files, long at, RandomGenerator random) {
    var before = files.copy();
    var path = PATHS.get(random.nextInt(PATHS.size()));
    if (random.nextInt(4) == 0 && !files.isEmpty() && !files.containsKey(path)) {
      var from = files.firstKey();
      files.set(path, files.remove(from));
      return seen(at, FileOp.RENAME, path, from, before, files);
    }
    files.set(path, random.nextInt(3) == 0 ? null : (Integer) random.nextInt(CONTENTS));
    var op =
        !files.containsKey(path)
            ? FileOp.DELETE
            : before.containsKey(path) ? FileOp.MODIFY : FileOp.CREATE;
    return seen(at, op, path, null, before, files);
  }

  /// As if they were told one by one, renames as what went and what came.
  private static List<String> texts(Look look) {
    var texts = new TreeMap<String, String>();
    for (var change : look.changes()) {
      var before = change.before();
      var after = change.after();
      var from = change.from();
      if (from != null) {
        texts.put(from, from + " " + number(before) + " null");
      }
      var was = from == null ? number(before) : "null";
      assertThat(texts.put(change.path(), change.path() + " " + was + " " + number(after)))
          .as("told once")
          .isNull();
    }
    return List.copyOf(texts.values());
  }

  private static String number(@Nullable Entry entry) {
    return entry == null ? "null" : String.valueOf(entry.size());
  }

  @Test
  void a_first_look_tells_what_is_different_from_what_was_told_last() {
    Cases.forAll(
        2_000,
        random -> {
          var kept = random(random);
          var files = kept.copy();
          var told = new ArrayList<Seen<WorkspaceChange>>();
          for (var at = 0; at < random.nextInt(6); at++) {
            told.add(happens(files, at, random));
          }
          var last = files.copy();
          for (var left = random.nextInt(3); left > 0; left--) {
            happens(files, 0, random);
          }
          var look = ToldBefore.of(told).without(look(look(kept, files, random)), now(files));
          assertThat(texts(look)).isEqualTo(differing(last, files));
        });
  }

  @Test
  void a_change_that_was_told_in_parts_is_told_whichever_part_stands_last() {
    var nothing = new Files();
    var half = new Files();
    half.put("a", 1);
    var whole = new Files();
    whole.put("a", 2);
    var parts =
        List.of(
            seen(5, FileOp.MODIFY, "a", null, half, whole),
            seen(5, FileOp.CREATE, "a", null, nothing, half));
    var change = new Change(FileOp.CREATE, "a", null, null, Entry.of("a", version(2)), null);
    var look = ToldBefore.of(parts).without(look(List.of(change)), now(Map.of("a", 2)));
    assertThat(look.changes()).isEmpty();
  }

  @Test
  void a_path_of_which_a_part_was_redacted_is_no_path() {
    var files = new Files();
    files.put("⟦token⟧", 1);
    var told = List.of(seen(5, FileOp.CREATE, "⟦token⟧", null, new Files(), files));
    assertThat(ToldBefore.of(told).without(look(List.of()), now(Map.of())).changes()).isEmpty();
  }

  private static Function<String, Optional<Entry>> now(Map<String, Integer> files) {
    return path ->
        Optional.ofNullable(files.get(path)).map(content -> Entry.of(path, version(content)));
  }
}
