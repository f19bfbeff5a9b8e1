package dev.clew.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Cases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Every way of changing a ledger behind its back is found and named.
class LedgerTamperTest {
  private static final Path FOLDER = Path.of("/ledger");
  private static final Path TAIL = FOLDER.resolve("tail.258");
  private static final Path BUNDLE = FOLDER.resolve("tile/entries/100");
  private static final LogKey KEY = TestLog.key();
  private static final List<Checkpoint> CHECKPOINTS = new ArrayList<>();
  private static final FaultyDisk WHOLE = whole();

  private final FaultyDisk disk = WHOLE.copy();

  /// 66 100 entries: two full tile levels, a tail of 52, partial tiles on three levels.
  private static FaultyDisk whole() {
    var disk = new FaultyDisk();
    var random = new SplittableRandom(1);
    try {
      var ledger = Ledger.open(FOLDER, KEY, disk, TestLog.check());
      for (int size : new int[] {1, 300, 25_700, 66_050, 66_100}) {
        ledger.append(TestLog.entries(ledger.size(), (int) (size - ledger.size()), random));
        CHECKPOINTS.add(ledger.checkpoint());
      }
      return disk;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Verification verify() {
    return verify(Optional.empty());
  }

  private Verification verify(Optional<Checkpoint> kept) {
    try {
      return new LedgerVerifier(FOLDER, KEY.verifier(), disk).verify((_, _) -> {}, kept);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Verification.Broken broken() {
    return broken(Optional.empty());
  }

  private Verification.Broken broken(Optional<Checkpoint> kept) {
    var verification = verify(kept);
    assertThat(verification).isInstanceOf(Verification.Broken.class);
    return (Verification.Broken) verification;
  }

  private void rewrite(Path file, UnaryOperator<byte[]> change) {
    disk.tamper(file, change.apply(disk.read(file).orElseThrow()));
  }

  /// Takes a run of entries apart, changes the list and puts it together.
  private void rewriteEntries(Path file, UnaryOperator<List<byte[]>> change) {
    rewrite(
        file,
        bytes -> {
          var run = EntryRun.parse(bytes);
          var entries = new ArrayList<byte[]>();
          for (int i = 0; i < run.count(); i++) {
            entries.add(run.entry(i));
          }
          return encode(change.apply(entries));
        });
  }

  private static byte[] encode(List<byte[]> entries) {
    var out = new byte[entries.stream().mapToInt(EntryRun::encodedBytes).sum()];
    int at = 0;
    for (var entry : entries) {
      at = EntryRun.encode(entry, out, at);
    }
    return out;
  }

  @Test
  void an_untouched_ledger_is_intact() {
    var root = CHECKPOINTS.getLast().root();
    assertThat(verify()).isEqualTo(new Verification.Intact(66_100, root, 66_100, 0, 5, 0));
    assertThat(disk.files())
        .contains(TAIL, BUNDLE, FOLDER.resolve("tile/1/000"), FOLDER.resolve("tile/2/000.p/1"));
  }

  @Test
  void a_flipped_bit_in_any_file_is_found_and_named() {
    var files = WHOLE.files();
    var alwaysTried =
        files.stream().filter(file -> !file.toString().matches(".*/(entries|0)/\\d+"));
    var tried = new ArrayList<>(alwaysTried.toList());
    Cases.forAll(10, random -> tried.add(files.get(random.nextInt(files.size()))));
    Cases.forAll(
        1,
        random -> {
          for (var file : tried) {
            var whole = disk.read(file).orElseThrow();
            rewrite(
                file,
                bytes -> {
                  bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                  return bytes;
                });
            var broken = broken();
            assertThat(broken.file())
                .as(broken.message())
                .isEqualTo(FOLDER.relativize(file).toString());
            disk.tamper(file, whole);
          }
        });
  }

  @Test
  void every_bit_of_the_signed_files_counts() {
    var small = new FaultyDisk();
    try {
      var ledger = Ledger.open(FOLDER, KEY, small, EntryCheck.any());
      ledger.append(List.of(new byte[] {1, 2}, new byte[] {3}, new byte[] {4}));
      ledger.checkpoint();
      ledger.append(List.of(new byte[] {5}));
      ledger.checkpoint();
      for (var file : small.files()) {
        var whole = small.read(file).orElseThrow();
        for (int bit = 0; bit < 8 * whole.length; bit++) {
          var changed = whole.clone();
          changed[bit / 8] ^= (byte) (1 << bit % 8);
          small.tamper(file, changed);
          var verifier = new LedgerVerifier(FOLDER, KEY.verifier(), small);
          assertThat(verifier.verify((_, _) -> {}, Optional.empty()))
              .as("%s, bit %d", file, bit)
              .isInstanceOf(Verification.Broken.class);
        }
        small.tamper(file, whole);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_changed_entry_is_named_with_its_file_and_hashes() {
    long entry = 100 * 256 + 17;
    var forged = "{\"seq\":25617,\"x\":\"forged\"}".getBytes(StandardCharsets.UTF_8);
    rewriteEntries(
        BUNDLE,
        entries -> {
          entries.set(17, forged);
          return entries;
        });
    var broken = broken();
    assertThat(broken.entry()).hasValue(entry);
    assertThat(broken.file()).isEqualTo("tile/entries/100");
    assertThat(broken.expected()).startsWith("entry 25617 with leaf hash ");
    assertThat(broken.found()).isEqualTo("one with " + Hash.ofEntry(forged));
  }

  @Test
  void removed_reordered_doubled_and_truncated_entries_are_named() {
    for (var file : List.of(BUNDLE, TAIL)) {
      long first = file.equals(BUNDLE) ? 25_600 : 258 * 256;
      var changes =
          List.<UnaryOperator<List<byte[]>>>of(
              entries -> {
                entries.remove(20);
                return entries;
              },
              entries -> {
                Collections.swap(entries, 20, 21);
                return entries;
              },
              entries -> {
                entries.add(21, entries.get(19));
                entries.remove(20);
                return entries;
              },
              entries -> {
                entries.add(20, entries.get(19));
                return entries;
              },
              entries -> {
                entries.set(20, Arrays.copyOf(entries.get(20), entries.get(20).length - 1));
                return entries;
              });
      for (var change : changes) {
        var whole = disk.read(file).orElseThrow();
        rewriteEntries(file, change);
        var broken = broken();
        assertThat(broken.entry()).as(broken.message()).isEqualTo(OptionalLong.of(first + 20));
        assertThat(broken.file()).isEqualTo(FOLDER.relativize(file).toString());
        disk.tamper(file, whole);
      }
    }
  }

  @Test
  void cut_entries_at_the_end_are_named() {
    rewriteEntries(TAIL, entries -> entries.subList(0, 40));
    assertThat(broken().entry()).hasValue(258 * 256 + 40);
    assertThat(broken().message()).contains("tail.258", "entries up to 66099");
  }

  @Test
  void a_missing_file_is_named() {
    for (var file : WHOLE.files()) {
      if (!file.toString().matches(".*/(entries|0)/\\d+") || file.equals(BUNDLE)) {
        var whole = disk.read(file).orElseThrow();
        disk.remove(file);
        var broken = broken();
        var name = file.equals(TAIL) ? "tail.N" : FOLDER.relativize(file).toString();
        assertThat(broken.file()).isEqualTo(name);
        disk.tamper(file, whole);
      }
    }
  }

  @Test
  void a_history_that_a_crash_kept_from_its_last_checkpoint_is_whole() {
    var history = FOLDER.resolve("checkpoints");
    int newest = bytes(CHECKPOINTS.getLast()).length + 1;
    for (int missing : new int[] {1, 30, newest - 1, newest}) {
      disk.tamper(history, WHOLE.read(history).orElseThrow());
      rewrite(history, bytes -> Arrays.copyOf(bytes, bytes.length - missing));
      assertThat(verify())
          .isInstanceOfSatisfying(
              Verification.Intact.class,
              intact -> assertThat(intact.tornBytes()).isEqualTo(newest - missing));
    }
  }

  @Test
  void notes_removed_from_or_reordered_in_the_history_are_named() {
    var history = FOLDER.resolve("checkpoints");
    int newest = bytes(CHECKPOINTS.getLast()).length + 1;
    rewrite(history, bytes -> Arrays.copyOf(bytes, bytes.length - newest - 5));
    assertThat(broken().file()).isEqualTo("checkpoints");
    var swapped = CHECKPOINTS.get(1).note() + "\n" + CHECKPOINTS.get(0).note() + "\n";
    disk.tamper(history, swapped.getBytes(StandardCharsets.UTF_8));
    assertThat(broken().message()).matches("checkpoints: byte \\d+: expected a size over 300, .*");
  }

  @Test
  void an_older_checkpoint_put_back_is_named() {
    var older = CHECKPOINTS.get(2).note().getBytes(StandardCharsets.UTF_8);
    disk.tamper(FOLDER.resolve("checkpoint"), older);
    assertThat(broken().message())
        .isEqualTo(
            "checkpoint: size: expected 66100, the newest in checkpoints,"
                + " found 25700: an older checkpoint was put in its place");
  }

  @Test
  void a_checkpoint_by_another_key_or_for_another_origin_is_named() {
    var root = CHECKPOINTS.getLast().root();
    var byOther = Checkpoint.sign(TestLog.key(2), 66_100, root);
    disk.tamper(FOLDER.resolve("checkpoint"), bytes(byOther));
    assertThat(broken().message())
        .startsWith("checkpoint: note: expected a signature by " + KEY.vkey());
    var otherLog = Checkpoint.sign(TestLog.key("other.example/log", 1), 66_100, root);
    disk.tamper(FOLDER.resolve("checkpoint"), bytes(otherLog));
    assertThat(broken().message())
        .isEqualTo(
            "checkpoint: note: expected origin \"logs.example/audit\","
                + " found \"other.example/log\"");
  }

  private static byte[] bytes(Checkpoint checkpoint) {
    return checkpoint.note().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void entries_rewritten_with_all_their_tiles_break_the_next_checkpoint() throws IOException {
    var forged = forge(66_100, 30_000);
    for (var file : forged.files()) {
      if (!file.getFileName().toString().startsWith("checkpoint")) {
        disk.tamper(file, forged.read(file).orElseThrow());
      }
    }
    var broken = broken();
    assertThat(broken.entry()).as("after the last good checkpoint").hasValue(25_700);
    assertThat(broken.file()).isEqualTo("checkpoints");
    assertThat(broken.found()).contains("entries 25700 to 66049");
  }

  /// The same log with another entry at `changed`, signed by the real key.
  private static FaultyDisk forge(int size, int changed) throws IOException {
    var forged = new FaultyDisk();
    var entries = TestLog.entries(0, size, new SplittableRandom(1));
    entries.set(
        changed, ("{\"seq\":" + changed + ",\"x\":\"forged\"}").getBytes(StandardCharsets.UTF_8));
    var ledger = Ledger.open(FOLDER, KEY, forged, TestLog.check());
    ledger.append(entries);
    ledger.checkpoint();
    return forged;
  }

  @Test
  void a_store_set_back_is_found_by_a_checkpoint_kept_elsewhere() throws IOException {
    var older = new FaultyDisk();
    var ledger = Ledger.open(FOLDER, KEY, older, TestLog.check());
    ledger.append(TestLog.entries(0, 1, new SplittableRandom(1)));
    ledger.checkpoint();
    var verifier = new LedgerVerifier(FOLDER, KEY.verifier(), older);
    var kept = Optional.of(CHECKPOINTS.get(1));
    assertThat(verifier.verify((_, _) -> {}, Optional.empty()))
        .isInstanceOf(Verification.Intact.class);
    assertThat(((Verification.Broken) verifier.verify((_, _) -> {}, kept)).message())
        .isEqualTo(
            "tail.0: byte %d: expected 300 entries, as the checkpoint kept elsewhere says,"
                    .formatted(older.read(FOLDER.resolve("tail.0")).orElseThrow().length)
                + " found 1 entries: the log was rolled back");
  }

  @Test
  void a_forked_log_is_found_by_a_checkpoint_kept_elsewhere() throws IOException {
    var forked = forge(66_200, 10);
    var verifier = new LedgerVerifier(FOLDER, KEY.verifier(), forked);
    assertThat(verifier.verify((_, _) -> {}, Optional.empty()))
        .isInstanceOf(Verification.Intact.class);
    var kept = Optional.of(CHECKPOINTS.getLast());
    assertThat(((Verification.Broken) verifier.verify((_, _) -> {}, kept)).message())
        .startsWith("checkpoint kept elsewhere: root: expected root " + kept.get().root())
        .endsWith("the log was forked or rewritten");
  }

  @Test
  void a_checkpoint_kept_elsewhere_must_itself_be_signed() {
    var forged = Checkpoint.sign(TestLog.key(2), 300, CHECKPOINTS.get(1).root());
    assertThat(broken(Optional.of(forged)).file()).isEqualTo("checkpoint kept elsewhere");
    assertThat(verify(Optional.of(CHECKPOINTS.get(1))))
        .isInstanceOfSatisfying(
            Verification.Intact.class, i -> assertThat(i.anchoredEntries()).isEqualTo(300));
  }
}
