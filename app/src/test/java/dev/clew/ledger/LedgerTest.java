package dev.clew.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clew.testing.Cases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  private static final Path FOLDER = Path.of("/ledger");

  private final LogKey key = TestLog.key();
  private final FaultyDisk disk = new FaultyDisk();

  private Ledger open() throws IOException {
    return Ledger.open(FOLDER, key, disk, EntryCheck.any());
  }

  @Test
  void the_root_of_no_entries_is_the_hash_of_nothing() throws IOException {
    var nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assertThat(open().root()).hasToString(nothing);
    assertThat(Hash.ofEmptyTree()).hasToString(nothing);
  }

  @Test
  void roots_and_proofs_equal_those_of_the_rfc() {
    Cases.forAll(
        40,
        random -> {
          try {
            var entries = entries(random, 1 + random.nextInt(random.nextInt(2) == 0 ? 40 : 1500));
            var ledger = Ledger.open(FOLDER, key, new FaultyDisk(), EntryCheck.any());
            appendInGroups(ledger, entries, random);
            assertThat(ledger.root()).isEqualTo(Hash.of(MerkleOracle.root(entries)));
            for (int i = 0; i < 10; i++) {
              checkProofs(ledger, entries, random);
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static void checkProofs(Ledger ledger, List<byte[]> entries, RandomGenerator random)
      throws IOException {
    int size = 1 + random.nextInt(entries.size());
    int old = 1 + random.nextInt(size);
    int index = random.nextInt(size);
    var tree = entries.subList(0, size);
    var root = Hash.of(MerkleOracle.root(tree));
    var oldRoot = Hash.of(MerkleOracle.root(entries.subList(0, old)));
    var inclusion = ledger.inclusion(index, size);
    var consistency = ledger.consistency(old, size);
    assertThat(ledger.root(size)).isEqualTo(root);
    assertThat(inclusion.path()).isEqualTo(MerkleOracle.path(index, tree));
    assertThat(consistency.path()).isEqualTo(MerkleOracle.proof(old, tree));
    var leaf = Hash.ofEntry(entries.get(index));
    assertThat(Proofs.verifyInclusion(inclusion, leaf, root)).isTrue();
    assertThat(Proofs.verifyConsistency(consistency, oldRoot, root)).isTrue();
    var other = Hash.ofEntry(new byte[] {7});
    assertThat(Proofs.verifyInclusion(inclusion, other, root)).isFalse();
    assertThat(Proofs.verifyInclusion(inclusion, leaf, other)).isFalse();
    assertThat(Proofs.verifyConsistency(consistency, other, root)).isFalse();
    assertThat(Proofs.verifyConsistency(consistency, oldRoot, other)).isFalse();
    var wrongPlace = new InclusionProof((index + 1) % size, size, inclusion.path());
    assertThat(Proofs.verifyInclusion(wrongPlace, leaf, root)).isEqualTo(size == 1);
  }

  @Test
  void proofs_hold_across_three_tile_levels() throws IOException {
    var random = new SplittableRandom(3);
    var entries = entries(random, 65_536 + 1);
    var ledger = open();
    appendInGroups(ledger, entries, random);
    assertThat(disk.files()).contains(FOLDER.resolve("tile/1/000"));
    ledger.checkpoint();
    assertThat(disk.files()).contains(FOLDER.resolve("tile/2/000.p/1"));
    var again = open();
    assertThat(again.root()).isEqualTo(Hash.of(MerkleOracle.root(entries)));
    for (int i = 0; i < 5; i++) {
      checkProofs(again, entries, random);
    }
    assertThat(again.entry(65_535)).isEqualTo(entries.get(65_535));
  }

  /// Entries that differ from each other, so that a proof of one is never a proof of its neighbour.
  private static List<byte[]> entries(RandomGenerator random, int count) {
    var out = new ArrayList<byte[]>();
    for (int i = 0; i < count; i++) {
      var entry = new byte[Integer.BYTES + random.nextInt(20)];
      random.nextBytes(entry);
      ByteBuffer.wrap(entry).putInt(i);
      out.add(entry);
    }
    return out;
  }

  private static void appendInGroups(Ledger ledger, List<byte[]> entries, RandomGenerator random)
      throws IOException {
    for (int from = 0; from < entries.size(); ) {
      int to = Math.min(entries.size(), from + 1 + random.nextInt(entries.size()));
      assertThat(ledger.append(entries.subList(from, to))).isEqualTo(from);
      from = to;
      if (random.nextBoolean()) {
        ledger.checkpoint();
      }
    }
  }

  /// The committed files are what version 1 wrote; they must stay readable and be written the same.
  @Test
  void the_committed_ledger_of_version_1_is_written_the_same_and_verifies() throws IOException {
    var fixture = Path.of("src/test/fixtures/ledger/v1");
    var ledger = open();
    for (int size : new int[] {3, 300}) {
      ledger.append(
          TestLog.entries(ledger.size(), (int) (size - ledger.size()), new SplittableRandom(7)));
      ledger.checkpoint();
    }
    ledger.append(TestLog.entries(300, 2, new SplittableRandom(7)));
    for (var file : disk.files()) {
      var committed = fixture.resolve(FOLDER.relativize(file).toString());
      if ("update".equals(System.getProperty("golden"))) {
        Files.createDirectories(Objects.requireNonNull(committed.getParent()));
        Files.write(committed, disk.read(file).orElseThrow());
      }
      assertThat(committed).hasBinaryContent(disk.read(file).orElseThrow());
    }
    var verification =
        new LedgerVerifier(fixture, key.verifier(), new FileDisk())
            .verify((_, _) -> {}, Optional.empty());
    assertThat(verification).isEqualTo(new Verification.Intact(302, ledger.root(), 300, 0, 2, 0));
  }

  @Test
  void the_documented_commands_verify_a_checkpoint(@TempDir Path out) throws Exception {
    var text = Files.readString(Path.of("../docs/formats/ledger.md"));
    int start = text.indexOf("```sh\n") + 6;
    var builder =
        new ProcessBuilder("sh", "-e", "-c", text.substring(start, text.indexOf("```", start)))
            .directory(Path.of("src/test/fixtures/ledger/v1").toFile())
            .redirectErrorStream(true);
    builder.environment().put("OUT", out.toString());
    builder.environment().put("VKEY", key.vkey());
    var process = builder.start();
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("Signature Verified Successfully");
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void a_log_written_in_groups_of_any_size_has_the_same_files() throws IOException {
    var entries = entries(new SplittableRandom(5), 3000);
    var one = open();
    one.append(entries);
    one.checkpoint();
    var other = new FaultyDisk();
    var many = Ledger.open(FOLDER, key, other, EntryCheck.any());
    for (var entry : entries) {
      many.append(List.of(entry));
    }
    many.checkpoint();
    assertThat(other.files()).isEqualTo(disk.files());
    for (var file : disk.files()) {
      assertThat(other.read(file).orElseThrow()).isEqualTo(disk.read(file).orElseThrow());
    }
  }

  @Test
  void a_checkpoint_without_new_entries_writes_nothing() throws IOException {
    var ledger = open();
    ledger.append(List.of(new byte[] {1}));
    var first = ledger.checkpoint();
    disk.crashAfter(0);
    assertThat(ledger.checkpoint()).isSameAs(first);
  }

  @Test
  void an_entry_of_no_or_too_many_bytes_is_refused() throws IOException {
    var ledger = open();
    assertThatThrownBy(() -> ledger.append(List.of(new byte[0])))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ledger.append(List.of(new byte[65_536])))
        .isInstanceOf(IllegalArgumentException.class);
    ledger.append(List.of(new byte[65_535]));
    assertThat(open().entry(0)).hasSize(65_535);
  }

  @Test
  void a_torn_last_entry_is_cut_on_open_and_kept_aside() throws IOException {
    var ledger = open();
    ledger.append(TestLog.entries(0, 5, new SplittableRandom(1)));
    var tail = FOLDER.resolve("tail.0");
    disk.append(tail, new byte[] {0, 9, 'x', 'y'});
    var again = open();
    assertThat(again.size()).isEqualTo(5);
    var recovery = again.recoveries().getFirst();
    assertThat(recovery.bytes()).isEqualTo(4);
    assertThat(disk.read(FOLDER.resolve(recovery.keptAs())).orElseThrow())
        .containsExactly(0, 9, 'x', 'y');
    assertThat(open().recoveries()).isEmpty();
  }

  @Test
  void an_entry_that_the_check_rejects_ends_the_tail() throws IOException {
    var ledger = open();
    ledger.append(TestLog.entries(0, 5, new SplittableRandom(1)));
    disk.append(FOLDER.resolve("tail.0"), new byte[] {0, 3, 0, 0, 0, 0, 1, 5});
    var again = Ledger.open(FOLDER, key, disk, TestLog.check());
    assertThat(again.size()).isEqualTo(5);
    assertThat(again.recoveries()).singleElement().matches(cut -> cut.bytes() == 8);
    assertThat(again.append(TestLog.entries(5, 1, new SplittableRandom(1)))).isEqualTo(5);
  }

  @Test
  void a_tail_cut_below_the_checkpoint_is_damage_and_nothing_is_changed() throws IOException {
    var ledger = open();
    ledger.append(TestLog.entries(0, 300, new SplittableRandom(1)));
    ledger.checkpoint();
    var tail = FOLDER.resolve("tail.1");
    var bytes = disk.read(tail).orElseThrow();
    disk.truncate(tail, bytes.length - 1);
    assertThatThrownBy(this::open)
        .isInstanceOf(CorruptLedgerException.class)
        .hasMessageMatching(
            "tail\\.1: byte \\d+: expected entries up to 299, .*,"
                + " found 43 entries and \\d+ bytes.*");
    assertThat(disk.read(tail).orElseThrow()).hasSize(bytes.length - 1);
  }

  @Test
  void a_changed_entry_under_the_checkpoint_is_named_on_open() throws IOException {
    var ledger = open();
    ledger.append(TestLog.entries(0, 300, new SplittableRandom(1)));
    ledger.checkpoint();
    var tail = FOLDER.resolve("tail.1");
    var bytes = disk.read(tail).orElseThrow();
    bytes[bytes.length - 3] ^= 1;
    disk.tamper(tail, bytes);
    assertThatThrownBy(this::open)
        .isInstanceOf(CorruptLedgerException.class)
        .hasMessageContaining("tail.1")
        .hasMessageContaining("entry 299");
  }

  @Test
  void a_lost_tail_or_history_is_damage_even_before_the_first_checkpoint() throws IOException {
    open().append(List.of(new byte[] {1}));
    for (var file : List.of("tail.0", "checkpoints")) {
      var path = FOLDER.resolve(file);
      var bytes = disk.read(path).orElseThrow();
      disk.remove(path);
      assertThatThrownBy(this::open)
          .isInstanceOf(CorruptLedgerException.class)
          .hasMessageContaining("found no such file");
      disk.tamper(path, bytes);
    }
  }

  @Test
  void a_reader_sees_the_log_without_writing() throws IOException {
    var ledger = open();
    ledger.append(TestLog.entries(0, 700, new SplittableRandom(1)));
    ledger.checkpoint();
    ledger.append(TestLog.entries(700, 9, new SplittableRandom(1)));
    disk.crashAfter(0);
    var reader = Ledger.openToRead(FOLDER, key.verifier(), disk, EntryCheck.any());
    assertThat(reader.root()).isEqualTo(ledger.root());
    assertThat(reader.lastCheckpoint()).isEqualTo(ledger.lastCheckpoint());
    assertThat(reader.entry(701)).isEqualTo(ledger.entry(701));
    assertThatThrownBy(() -> reader.append(List.of(new byte[] {1})))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void readers_beside_a_writer_always_find_a_whole_log(@TempDir Path folder) throws Exception {
    var ledger = Ledger.open(folder, key, new FileDisk(), TestLog.check());
    var writing =
        CompletableFuture.runAsync(() -> {
          var random = new SplittableRandom(1);
          try {
            for (int i = 0; i < 60; i++) {
              ledger.append(TestLog.entries(ledger.size(), random.nextInt(900), random));
              ledger.checkpoint();
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    long seen = 0;
    while (!writing.isDone()) {
      var reader = Ledger.openToRead(folder, key.verifier(), new FileDisk(), TestLog.check());
      assertThat(reader.size()).isGreaterThanOrEqualTo(seen);
      seen = reader.size();
    }
    writing.get();
    var reader = Ledger.openToRead(folder, key.verifier(), new FileDisk(), TestLog.check());
    assertThat(reader.root()).isEqualTo(ledger.root());
  }

  @Test
  void another_key_does_not_open_the_log() throws IOException {
    var ledger = open();
    ledger.append(List.of(new byte[] {1}));
    ledger.checkpoint();
    assertThatThrownBy(() -> Ledger.open(FOLDER, TestLog.key(2), disk, EntryCheck.any()))
        .isInstanceOf(CorruptLedgerException.class)
        .hasMessageContaining("checkpoint: note: expected a signature by logs.example/audit+");
  }

  @Test
  void old_checkpoints_are_thinned_and_the_newest_stay() throws IOException {
    var ledger = open();
    ledger.append(List.of(new byte[] {1}));
    ledger.checkpoint();
    var history = FOLDER.resolve("checkpoints");
    var real = new String(disk.read(history).orElseThrow(), StandardCharsets.UTF_8);
    var older = "log\n0\nroot\n\n— a b\n\n".repeat(CheckpointHistory.MAX_NOTES - 1);
    disk.tamper(history, (older + real).getBytes(StandardCharsets.UTF_8));
    var again = open();
    again.append(List.of(new byte[] {2}));
    var newest = again.checkpoint();
    var thinned = CheckpointHistory.parse(disk.read(history).orElseThrow());
    assertThat(thinned.notes()).hasSize(1024 + (CheckpointHistory.MAX_NOTES + 1 - 1024 + 1) / 2);
    assertThat(thinned.rest()).isEmpty();
    assertThat(new String(disk.read(history).orElseThrow(), StandardCharsets.UTF_8))
        .endsWith(real + newest.note() + "\n");
    assertThat(open().lastCheckpoint()).contains(newest);
  }

  @Test
  void the_real_disk_keeps_what_was_written(@TempDir Path folder) throws IOException {
    var ledger = Ledger.open(folder.resolve("ledger"), key, new FileDisk(), TestLog.check());
    var entries = TestLog.entries(0, 4500, new SplittableRandom(1));
    ledger.append(entries);
    var checkpoint = ledger.checkpoint();
    ledger.append(TestLog.entries(4500, 3, new SplittableRandom(1)));
    ledger.close();
    var again = Ledger.open(folder.resolve("ledger"), key, new FileDisk(), TestLog.check());
    assertThat(again.size()).isEqualTo(4503);
    assertThat(again.lastCheckpoint()).contains(checkpoint);
    assertThat(new FileDisk().list(folder.resolve("ledger/tile/0"))).hasSize(17 + 1);
    var verifier = new LedgerVerifier(folder.resolve("ledger"), key.verifier(), new FileDisk());
    var seen = new ArrayList<byte[]>();
    var verification = verifier.verify((index, entry) -> seen.add(entry), Optional.of(checkpoint));
    assertThat(verification)
        .isEqualTo(new Verification.Intact(4503, again.root(), 4500, 4500, 2, 0));
    assertThat(seen.subList(0, 4500)).usingElementComparator(Arrays::compare).isEqualTo(entries);
  }

  @Test
  void the_empty_log_and_a_known_small_one_have_known_roots() throws IOException {
    // RFC 6962 by hand: SHA-256(01 || SHA-256(00 || "a") || SHA-256(00 || "b")).
    var ledger = open();
    ledger.append(List.of(new byte[] {'a'}, new byte[] {'b'}));
    assertThat(HexFormat.of().formatHex(ledger.root().bytes()))
        .isEqualTo("b137985ff484fb600db93107c77b0365c80d78f5b429ded0fd97361d077999eb");
  }
}
