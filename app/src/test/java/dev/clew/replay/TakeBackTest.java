package dev.clew.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.event.FileVersion;
import dev.clew.event.OriginClass;
import dev.clew.testing.Cases;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TakeBackTest {
  private final Map<String, byte[]> store = new HashMap<>();

  private FileVersion version(String text, String mode) {
    var sha256 = "%064x".formatted(Integer.toUnsignedLong(text.hashCode()));
    store.put(sha256, text.getBytes(UTF_8));
    return new FileVersion(sha256, null, text.length(), mode, null);
  }

  private FileVersion file(String text) {
    return version(text, "100644");
  }

  private static TakeBack.Item item(
      boolean taken, String path, @Nullable FileVersion before, @Nullable FileVersion after) {
    return new TakeBack.Item(History.change(path, null, before, after, OriginClass.AGENT), taken);
  }

  private static TakeBack.Item moved(
      boolean taken, String from, String path, FileVersion before, FileVersion after) {
    return new TakeBack.Item(History.change(path, from, before, after, OriginClass.AGENT), taken);
  }

  /// Each as `action path text (reason)`.
  private List<String> plan(Map<String, FileVersion> now, TakeBack.Item... items)
      throws IOException {
    return TakeBack.plan(
            List.of(items),
            path -> Optional.ofNullable(now.get(path)),
            each -> Optional.ofNullable(store.get(each.sha256())),
            "before",
            _ -> true)
        .stream()
        .map(each -> {
          var made = each.made();
          var after = each.after();
          var bytes = made != null ? made : after == null ? null : store.get(after.sha256());
          return each.action().wire()
              + " "
              + each.path()
              + (bytes == null ? "" : " " + new String(bytes, UTF_8).replace('\n', '|'))
              + (after == null || after.mode().equals("100644") ? "" : " " + after.mode())
              + (each.reason() == null ? "" : " (" + each.reason() + ")");
        })
        .toList();
  }

  @Test
  void a_creation_goes_a_deletion_comes_back_and_a_change_is_undone() throws IOException {
    var now = Map.of("a", file("new\n"), "b", file("two\n"));
    assertThat(
            plan(
                now,
                item(true, "a", null, file("new\n")),
                item(true, "b", file("one\n"), file("two\n")),
                item(true, "c", file("gone\n"), null)))
        .containsExactly("delete a", "write b one|", "write c gone|");
  }

  @Test
  void a_file_that_was_made_is_kept_if_somebody_changed_it_since() throws IOException {
    assertThat(
            plan(
                Map.of("a", file("made\nmore\n")),
                item(true, "a", null, file("made\n")),
                item(false, "a", file("made\n"), file("made\nmore\n"))))
        .containsExactly("keep a (it was changed since)");
    assertThat(plan(Map.of("a", file("not seen\n")), item(true, "a", null, file("made\n"))))
        .containsExactly("keep a (it was changed since)");
  }

  @Test
  void a_deleted_file_that_was_made_anew_is_kept() throws IOException {
    assertThat(
            plan(
                Map.of("a", file("anew\n")),
                item(true, "a", file("old\n"), null),
                item(false, "a", null, file("anew\n"))))
        .containsExactly("keep a (it was made anew since)");
  }

  @Test
  void modes_go_back_alone_and_contents_keep_a_later_mode() throws IOException {
    assertThat(
            plan(
                Map.of("a", version("x\n", "100755")),
                item(true, "a", file("x\n"), version("x\n", "100755"))))
        .containsExactly("mode a x|");
    assertThat(
            plan(
                Map.of("a", version("two\n", "100755")),
                item(true, "a", file("one\n"), file("two\n")),
                item(false, "a", file("two\n"), version("two\n", "100755"))))
        .containsExactly("write a one| 100755");
  }

  @Test
  void a_renamed_file_goes_back_with_what_others_did_to_it() throws IOException {
    var old = file("1\n2\n3\n");
    var later = file("1\n2\n3\nmore\n");
    assertThat(
            plan(Map.of("b", later), moved(true, "a", "b", old, old), item(false, "b", old, later)))
        .containsExactly("write a 1|2|3|more|", "delete b");
    assertThat(
            plan(
                Map.of("b", later, "a", file("another\n")),
                moved(true, "a", "b", old, old),
                item(false, "b", old, later),
                item(false, "a", null, file("another\n"))))
        .containsExactly("keep b (there is another file at a)");
  }

  @Test
  void what_others_renamed_stays_where_they_put_it() throws IOException {
    var one = file("one\n");
    var two = file("two\n");
    assertThat(plan(Map.of("b", two), item(true, "a", one, two), moved(false, "a", "b", two, two)))
        .containsExactly("write b one|");
  }

  @Test
  void files_that_changed_places_change_them_back_and_each_path_is_told_once() throws IOException {
    var one = file("one\n");
    var two = file("two\n");
    assertThat(
            plan(
                Map.of("a", two, "b", one),
                moved(true, "a", "x", one, one),
                moved(true, "b", "a", two, two),
                moved(true, "x", "b", one, one)))
        .containsExactly("write a one|", "write b two|");
    assertThat(
            plan(
                Map.of("a", two, "x", one),
                moved(true, "a", "x", one, one),
                moved(true, "b", "a", two, two)))
        .containsExactly("write a one|", "write b two|", "delete x");
  }

  @Test
  void lines_that_both_changed_are_marked() throws IOException {
    assertThat(
            plan(
                Map.of("a", file("3\n")),
                item(true, "a", file("1\n"), file("2\n")),
                item(false, "a", file("2\n"), file("3\n"))))
        .containsExactly(
            "conflict a <<<<<<< now|3|=======|1|>>>>>>> before| (a conflict is marked)");
  }

  @Test
  void what_is_no_text_and_was_changed_since_is_kept() throws IOException {
    assertThat(
            plan(
                Map.of("a", file("\0003")),
                item(true, "a", file("\0001"), file("\0002")),
                item(false, "a", file("\0002"), file("\0003"))))
        .containsExactly("keep a (it was changed since, and is no text)");
    assertThat(plan(Map.of("a", file("\0002")), item(true, "a", file("\0001"), file("\0002"))))
        .containsExactly("write a \0001");
  }

  @Test
  void bytes_that_are_not_kept_cannot_come_back() throws IOException {
    var secret = new FileVersion("f".repeat(64), null, 3, "100644", "sensitive");
    assertThat(plan(Map.of(), item(true, ".env", secret, null)))
        .containsExactly("keep .env (the bytes before are not kept: sensitive)");
  }

  @Test
  void without_an_agent_the_tree_is_as_it_were_had_it_done_nothing() {
    var compared = new int[2];
    Cases.forAll(
        2000,
        random -> {
          var history = new History(random);
          var who = History.WHO.get(random.nextInt(2));
          var tree = history.tree();
          var plan = history.plan(history.items(who), tree);
          assertThat(plan).extracting(Planned::path).doesNotHaveDuplicates();
          var after = history.after(plan, tree);
          compared[0]++;
          if (!history.isTouched(who)) {
            compared[1]++;
            assertThat(after).as(history.toString()).isEqualTo(history.without(who));
          }
          var others = new TreeSet<>(history.lines(tree));
          others.removeIf(line -> line.startsWith(who + " "));
          assertThat(history.lines(after)).as(history.toString()).containsAll(others);
        });
    assertThat(compared[1]).as("histories in which nobody touches").isGreaterThan(compared[0] / 5);
  }

  @Test
  void what_was_taken_back_can_be_brought_back_exactly() {
    Cases.forAll(
        2000,
        random -> {
          var history = new History(random);
          var tree = history.tree();
          var undone =
              history.after(
                  history.plan(history.items(History.WHO.get(random.nextInt(3))), tree), tree);
          var move = move(tree, undone, random);
          assertThat(history.after(history.plan(move, undone), undone))
              .as(history.toString())
              .isEqualTo(tree);
        });
  }

  @Test
  void what_a_person_did_since_stays_when_a_move_is_taken_back() {
    Cases.forAll(
        1000,
        random -> {
          var history = new History(random);
          var tree = history.tree();
          var undone = history.after(history.plan(history.items("ann"), tree), tree);
          var items = new ArrayList<>(move(tree, undone, random));
          var now = new TreeMap<>(undone);
          for (var path : undone.keySet()) {
            if (random.nextBoolean()) {
              var before = undone.get(path);
              var text = String.join("\n", history.lines(Map.of(path, before))) + "\n";
              var after =
                  history.version(("since " + path + "\n" + text).getBytes(UTF_8), before.mode());
              now.put(path, after);
              items.add(item(false, path, before, after));
            }
          }
          var redone = history.after(history.plan(items, now), now);
          var since = new TreeSet<>(history.lines(now));
          since.removeIf(line -> !line.startsWith("since "));
          assertThat(history.lines(redone)).as(history.toString()).containsAll(since);
        });
  }

  /// A move as it is seen: what came and what went, perhaps as one file that was renamed.
  private static List<TakeBack.Item> move(
      Map<String, FileVersion> before, Map<String, FileVersion> after, RandomGenerator random) {
    var items = new ArrayList<TakeBack.Item>();
    var came = new TreeMap<>(after);
    came.keySet().removeAll(before.keySet());
    var all = new TreeSet<>(before.keySet());
    all.addAll(after.keySet());
    for (var path : all) {
      var was = before.get(path);
      var is = after.get(path);
      var to =
          came.entrySet().stream()
              .filter(each -> was != null && is == null && each.getValue().equals(was))
              .map(Map.Entry::getKey)
              .findFirst();
      if (was != null && to.isPresent() && random.nextBoolean()) {
        came.remove(to.get());
        items.add(moved(true, path, to.get(), was, was));
      } else if (is == null ? was != null : !is.equals(was)) {
        if (was != null || came.containsKey(path)) {
          items.add(item(true, path, was, is));
        }
        came.remove(path);
      }
    }
    // What came by a rename was not made as well.
    var renamed =
        items.stream()
            .filter(each -> each.change().from() != null)
            .map(each -> each.change().path())
            .toList();
    items.removeIf(
        each -> each.change().before() == null && renamed.contains(each.change().path()));
    return items;
  }
}
