package dev.clew.recorder;

import dev.clew.capture.workspace.WorkspaceRecords;
import dev.clew.content.ContentReader;
import dev.clew.content.DamagedObjectException;
import dev.clew.content.SealedObject;
import dev.clew.content.Sealer;
import dev.clew.content.Unsealer;
import dev.clew.index.IndexReader;
import dev.clew.workspace.Reach;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Carries out what is to be forgotten: finds what is concerned, has it erased, and tells which
/// copies others hold. The caller sees to it that one order is carried out at a time.
final class Forgetter {
  private static final int BATCH = 512;

  private final Home home;
  private final Store store;
  private final Keys keys;
  private final Interpreter interpreter;
  private final CurrentRedactor redactor;
  private final SecureRandom random;
  private final AgentCopies copies;

  Forgetter(
      Home home,
      Store store,
      Keys keys,
      Interpreter interpreter,
      CurrentRedactor redactor,
      SecureRandom random,
      Path userHome) {
    this.home = home;
    this.store = store;
    this.keys = keys;
    this.interpreter = interpreter;
    this.redactor = redactor;
    this.random = random;
    this.copies = new AgentCopies(home, userHome);
  }

  /// @param onlyCount whether to tell what would be done, and do nothing
  /// @throws ForgetException when what is asked for cannot be done, and why
  Forgetting forget(ForgetOrder order, boolean onlyCount)
      throws ForgetException, IOException, SQLException {
    return switch (order) {
      case ForgetOrder.Session session -> session(session.id(), onlyCount);
      case ForgetOrder.Secret secret -> secret(secret.value(), onlyCount);
      case ForgetOrder.Contents contents -> contents(contents.path(), onlyCount);
    };
  }

  private Forgetting session(String id, boolean onlyCount) throws IOException, SQLException {
    var sessions = withSubagents(id);
    try (var sealer = new Sealer(keys.master(), random)) {
      var search = new Search(new Substitute(interpreter, sealer, random));
      search.records.or(SessionRecords.of(sessions, store));
      search.looksWithout(sessions);
      var erasure =
          new Erasure(
              "session",
              search.records,
              List.of(),
              List.copyOf(sessions),
              List.of(),
              search.replacements);
      return carryOut(erasure, copies.ofSessions(sessions), onlyCount);
    }
  }

  private Set<String> withSubagents(String id) throws SQLException {
    var ids = new LinkedHashSet<String>();
    ids.add(id);
    try (var index = IndexReader.open(home.index())) {
      for (var found : index.sessionsLike(id)) {
        for (var row : index.sessions(index.withSubagents(found))) {
          ids.add(row.id());
        }
      }
    }
    return ids;
  }

  /// What is appended while the store is searched is cleaned as it comes.
  private Forgetting secret(String value, boolean onlyCount)
      throws ForgetException, IOException, SQLException {
    var filter = new ValueFilter(keys, List.of(value));
    if (filter.isEmpty()) {
      throw new ForgetException(
          "the value is too short or too plain to be looked for everywhere: 8 characters at least,"
              + " and not all alike; 'clew forget --session' takes whole sessions");
    }
    if (!onlyCount) {
      store.clean(filter);
    }
    try (var sealer = new Sealer(keys.master(), random)) {
      var search = new Search(new Substitute(interpreter, sealer, random));
      search.all((record, payload) -> filter.without(record.kind(), payload), filter::isIn);
      var erasure =
          new Erasure(
              "secret",
              search.records,
              search.objects,
              List.of(),
              List.of(SecretValues.seal(value, sealer, random)),
              search.replacements);
      var done = carryOut(erasure, copies.ofStreams(search.streams), onlyCount);
      if (!onlyCount) {
        redactor.renew();
      }
      return done;
    }
  }

  /// Records of steps that read or changed the file keep what capture mode `metadata` keeps.
  private Forgetting contents(String path, boolean onlyCount) throws IOException, SQLException {
    BitSet told;
    try (var index = IndexReader.open(home.index())) {
      told = index.recordsOfFile(path);
    }
    var metadata = new MetadataOnly(keys.hash());
    try (var sealer = new Sealer(keys.master(), random)) {
      var search = new Search(new Substitute(interpreter, sealer, random));
      search.metadataOf(told, metadata);
      search.contentsAt(path);
      var erasure =
          new Erasure(
              "path", search.records, search.objects, List.of(), List.of(), search.replacements);
      var others = new ArrayList<>(copies.ofFile(path, search.streams));
      if (search.shared > 0) {
        others.add(
            new Forgetting.Copy(
                "snapshots", "%d contents that lie at other paths, too".formatted(search.shared)));
      }
      return carryOut(erasure, others, onlyCount);
    }
  }

  private Forgetting carryOut(Erasure erasure, List<Forgetting.Copy> others, boolean onlyCount)
      throws IOException, SQLException {
    var erased = onlyCount ? store.count(erasure) : store.erase(erasure);
    return new Forgetting(erased, erasure.replacements().size(), erasure.sessions(), others);
  }

  /// What is to be kept of a record's payload: the same array where nothing is to change.
  private interface Change {
    byte[] of(dev.clew.content.StoredRecord record, byte[] payload);
  }

  private interface Bytes {
    boolean hold(byte[] bytes);
  }

  /// Goes through the store and gathers what is to be erased, and what comes in its place.
  private final class Search {
    private final Substitute substitute;
    private final BitSet records = new BitSet();
    private final List<byte[]> objects = new ArrayList<>();
    private final List<Erasure.Replacement> replacements = new ArrayList<>();
    private final Set<String> streams = new LinkedHashSet<>();
    private long shared;

    Search(Substitute substitute) {
      this.substitute = substitute;
    }

    void all(Change change, Bytes doomed) throws IOException, SQLException {
      try (var reader = reader()) {
        var entries = reader.entries(0, BATCH);
        while (!entries.isEmpty()) {
          for (var entry : entries) {
            look(reader, entry, change, doomed);
          }
          entries = reader.entries(entries.getLast().record().seq() + 1, BATCH);
        }
      }
    }

    private void look(ContentReader reader, ContentReader.Entry entry, Change change, Bytes doomed)
        throws IOException, SQLException {
      var kept = new ArrayList<SealedObject>();
      var lost = false;
      for (var attachment : reader.attachments(entry.record().seq())) {
        var bytes = opened(reader, attachment);
        if (bytes.length > 0 && doomed.hold(bytes)) {
          objects.add(attachment.sha256());
          lost = true;
        } else if (Reach.isPieceList(bytes) && across(reader, bytes, doomed)) {
          lost = true;
        } else {
          kept.add(attachment);
        }
      }
      var payload = payload(reader, entry);
      var changed = change.of(entry.record(), payload);
      if (!Arrays.equals(changed, payload)) {
        replace(entry, changed, mode(entry), kept);
      } else if (lost) {
        streams.add(entry.record().stream());
      }
    }

    /// Looks at workspaces tell of several sessions: what they tell of others than these stays.
    void looksWithout(Set<String> sessions) throws IOException, SQLException {
      try (var reader = reader()) {
        for (var seq : reader.recordsOf(WorkspaceRecords.KIND)) {
          var entry = reader.entry(seq).orElseThrow();
          var kept = OthersLook.of(payload(reader, entry), sessions);
          if (kept.isPresent()) {
            var record = entry.record();
            records.set(Math.toIntExact(seq));
            replacements.add(
                new Erasure.Replacement(
                    seq,
                    substitute.of(
                        record,
                        kept.get().session(),
                        kept.get().session().id(),
                        store.leaf(seq),
                        kept.get().payload(),
                        mode(entry),
                        reader.attachments(seq))));
          }
        }
      }
    }

    /// Whether what is looked for lies over the border of two pieces of a content: both go.
    private boolean across(ContentReader reader, byte[] list, Bytes doomed)
        throws IOException, SQLException {
      var found = false;
      var before = new byte[0];
      var beforeId = new byte[0];
      for (var id : Reach.pieces(list)) {
        var piece = object(reader, id);
        var both = Arrays.copyOf(before, before.length + piece.length);
        System.arraycopy(piece, 0, both, before.length, piece.length);
        if (before.length > 0 && !doomed.hold(before) && !doomed.hold(piece) && doomed.hold(both)) {
          objects.add(beforeId);
          objects.add(id);
          found = true;
        }
        before = piece;
        beforeId = id;
      }
      return found;
    }

    /// Contents that lie at `path` in a snapshot or a commit, or below it, and nowhere else in any.
    void contentsAt(String path) throws SQLException {
      try (var reader = reader()) {
        var snapshots = new Snapshots(reader);
        var reach = new Reach(snapshots.source());
        for (var each : snapshots.all()) {
          var isBelow = path.startsWith(each.root() + "/");
          var within = isBelow ? path.substring(each.root().length() + 1) : null;
          reach.add(each.tree(), within);
        }
        new CommitObjects(reader).addTo(reach, path);
        for (var each : reach.within()) {
          if (reach.reached().contains(each)) {
            shared++;
          } else {
            objects.add(HexFormat.of().parseHex(each));
          }
        }
      }
    }

    void metadataOf(BitSet told, MetadataOnly metadata) throws IOException, SQLException {
      try (var reader = reader()) {
        for (var seq = told.nextSetBit(0); seq >= 0; seq = told.nextSetBit(seq + 1)) {
          var entry = reader.entry(seq);
          if (entry.isPresent() && mode(entry.get()) != CaptureMode.METADATA) {
            var payload = payload(reader, entry.get());
            var kind = entry.get().record().kind();
            if (payload.length > 0 && !RecordKind.isOwn(kind)) {
              replace(
                  entry.get(),
                  metadata.reduceStored(kind, payload),
                  CaptureMode.METADATA,
                  List.of());
            }
          }
        }
      }
    }

    private void replace(
        ContentReader.Entry entry, byte[] payload, CaptureMode mode, List<SealedObject> kept)
        throws IOException {
      var record = entry.record();
      records.set(Math.toIntExact(record.seq()));
      streams.add(record.stream());
      var leaf = store.leaf(record.seq());
      replacements.add(
          new Erasure.Replacement(record.seq(), substitute.of(record, leaf, payload, mode, kept)));
    }

    private static CaptureMode mode(ContentReader.Entry entry) {
      return Arrays.stream(CaptureMode.values())
          .filter(mode -> mode.wire().equals(entry.record().mode()))
          .findFirst()
          .orElse(CaptureMode.CONTENT);
    }

    private static byte[] payload(ContentReader reader, ContentReader.Entry entry) {
      try {
        return reader.payload(entry).orElse(new byte[0]);
      } catch (DamagedObjectException e) {
        return new byte[0]; // nothing can be read from it: 'fsck' tells of it
      }
    }

    private static byte[] opened(ContentReader reader, SealedObject object) throws SQLException {
      return object(reader, object.sha256());
    }

    private static byte[] object(ContentReader reader, byte[] sha256) throws SQLException {
      try {
        return reader.object(sha256).orElse(new byte[0]);
      } catch (DamagedObjectException e) {
        return new byte[0];
      }
    }
  }

  private ContentReader reader() throws SQLException {
    return ContentReader.open(home.content(), new Unsealer(keys.master()));
  }
}
