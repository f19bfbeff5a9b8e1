package dev.clew.recorder;

import dev.clew.content.ContentReader;
import dev.clew.content.DamagedObjectException;
import dev.clew.content.Unsealer;
import dev.clew.ledger.Checkpoint;
import dev.clew.ledger.FileDisk;
import dev.clew.ledger.InvalidNoteException;
import dev.clew.ledger.LedgerVerifier;
import dev.clew.ledger.LogKey;
import dev.clew.ledger.Verification;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Checks a whole store: the ledger's tree and signatures, and for every entry that the payload is
/// there and is the one that was committed to, unless it was forgotten on purpose.
public final class StoreVerifier {
  /// What is expected where a payload cannot be opened.
  static final String SEALED_OBJECT = "the sealed object";

  private static final int BATCH = 512;

  private final Home home;

  /// A verifier of the store in `home`.
  public StoreVerifier(Home home) {
    this.home = home;
  }

  /// What was found.
  ///
  /// @param root base64 of the root over all entries; absent when the tree is damaged
  /// @param unanchored entries that no checkpoint kept elsewhere covers
  /// @param forgotten payloads that were destroyed on purpose
  public record Finding(
      long entries,
      @Nullable String root,
      int checkpoints,
      long unanchored,
      long forgotten,
      Optional<Bad> firstBad) {}

  /// The first thing that is not as it was recorded.
  ///
  /// @param entry the first bad entry, where one can be named
  public record Bad(@Nullable Long entry, String file, String expected, String found) {}

  /// Verifies everything.
  ///
  /// @param keptElsewhere the text of a checkpoint that was kept where nobody could change it
  /// @throws InvalidNoteException when it is not a checkpoint of this ledger
  public Finding verify(Optional<String> keptElsewhere)
      throws IOException, SQLException, InvalidNoteException {
    var key = LogKey.load(home.logKey()).verifier();
    var kept =
        keptElsewhere.isEmpty()
            ? Optional.<Checkpoint>empty()
            : Optional.of(Checkpoint.parse(keptElsewhere.get(), key));
    var walk = new PayloadWalk(1);
    try (var reader = ContentReader.open(home.content(), new Unsealer(Keys.open(home).master()))) {
      walk.reader = reader;
      var verification =
          new LedgerVerifier(home.ledger(), key, new FileDisk()).verify(walk::visit, kept);
      return finding(verification, walk, reader);
    }
  }

  /// Everything that is not as it was recorded, at most `most`.
  List<Bad> all(int most) throws IOException, SQLException, InvalidNoteException {
    var key = LogKey.load(home.logKey()).verifier();
    var walk = new PayloadWalk(most);
    try (var reader = ContentReader.open(home.content(), new Unsealer(Keys.open(home).master()))) {
      walk.reader = reader;
      var verification =
          new LedgerVerifier(home.ledger(), key, new FileDisk())
              .verify(walk::visit, Optional.empty());
      var all = new ArrayList<>(walk.bads);
      finding(verification, new PayloadWalk(1), reader).firstBad().ifPresent(all::add);
      return all;
    }
  }

  private Finding finding(Verification verification, PayloadWalk walk, ContentReader reader)
      throws SQLException {
    return switch (verification) {
      case Verification.Broken broken ->
          new Finding(
              walk.visited,
              null,
              0,
              walk.visited,
              walk.forgotten,
              Optional.of(
                  walk.first()
                      .orElse(
                          new Bad(
                              broken.entry().isPresent() ? broken.entry().getAsLong() : null,
                              "ledger/" + broken.file() + ": " + broken.place(),
                              broken.expected(),
                              broken.found()))));
      case Verification.Intact intact ->
          new Finding(
              intact.entries(),
              intact.root().base64(),
              intact.checkpoints(),
              intact.entries() - intact.anchoredEntries(),
              walk.forgotten,
              walk.first().or(() -> missingEntries(intact.entries(), size(reader))));
    };
  }

  private static long size(ContentReader reader) {
    try {
      return reader.size();
    } catch (SQLException e) {
      return 0;
    }
  }

  private static Optional<Bad> missingEntries(long entries, long records) {
    return records > entries
        ? Optional.of(
            new Bad(
                entries,
                "ledger",
                "%d entries for the records in content.db".formatted(records),
                "%d entries".formatted(entries)))
        : Optional.empty();
  }

  /// Reads the payloads along with the entries.
  private final class PayloadWalk {
    private final Commitments commitments = new Commitments();
    private @Nullable ContentReader reader;
    private final Deque<ContentReader.Entry> ahead = new ArrayDeque<>();
    private final List<Bad> bads = new ArrayList<>();
    private final int most;
    private long visited;
    private long forgotten;

    PayloadWalk(int most) {
      this.most = most;
    }

    Optional<Bad> first() {
      return bads.stream().findFirst();
    }

    void visit(long index, byte[] entry) throws IOException {
      visited = index + 1;
      if (bads.size() >= most) {
        return;
      }
      try {
        check(index, entry);
      } catch (SQLException e) {
        throw new IOException(home.content() + ": " + e.getMessage(), e);
      }
    }

    private void check(long index, byte[] bytes) throws SQLException {
      var leaf = Leaf.parse(bytes);
      if (leaf.isEmpty() || leaf.get().seq() != index) {
        bads.add(
            new Bad(
                index,
                "ledger",
                "the entry with number " + index,
                leaf.map(other -> "that with number " + other.seq()).orElse("other bytes")));
        return;
      }
      payload(index, leaf.get());
    }

    private void payload(long index, Leaf leaf) throws SQLException {
      var content = Objects.requireNonNull(reader);
      if (ahead.isEmpty()) {
        ahead.addAll(content.entries(index, BATCH));
      }
      var entry = ahead.peek();
      if (entry == null || entry.record().seq() != index) {
        bads.add(new Bad(index, "content.db", "the record of this entry", "none"));
        return;
      }
      ahead.remove();
      var record = entry.record();
      var erased = content.isErased(entry);
      if (!erased) {
        compare(
            index,
            leaf.sourceCommitment(),
            commitments.toSource(record.salt(), record.id()),
            "record id");
      }
      compare(index, leaf.kind(), record.kind(), "kind");
      compare(index, leaf.mode().wire(), record.mode(), "capture mode");
      try {
        var bytes = content.payload(entry);
        if (erased) {
          forgotten++;
        } else if (bytes.isEmpty()) {
          bads.add(
              new Bad(
                  index, "content.db", "the payload, or a note that it was forgotten", "neither"));
        } else {
          compare(
              index,
              leaf.payloadCommitment(),
              commitments.toPayload(record.salt(), bytes.get()),
              "payload");
        }
        for (var attachment : content.attachments(index)) {
          content.object(attachment.sha256());
        }
      } catch (DamagedObjectException e) {
        bads.add(new Bad(index, "content.db", SEALED_OBJECT, e.toString()));
      }
    }

    private void compare(long index, String recorded, String found, String what) {
      if (bads.size() < most && !found.equals(recorded)) {
        bads.add(new Bad(index, "content.db: " + what, recorded, found));
      }
    }

    private void compare(long index, byte[] committed, byte[] found, String what) {
      if (bads.size() < most && !Arrays.equals(committed, found)) {
        bads.add(
            new Bad(
                index,
                "content.db: " + what,
                "what " + HexFormat.of().formatHex(committed) + " commits to",
                HexFormat.of().formatHex(found)));
      }
    }
  }
}
