package dev.clew.recorder;

import dev.clew.capture.workspace.WorkspaceRecords;
import dev.clew.content.ContentReader;
import dev.clew.content.ContentWriter;
import dev.clew.content.DamagedObjectException;
import dev.clew.content.Erased;
import dev.clew.content.ForgottenSession;
import dev.clew.content.NotRead;
import dev.clew.content.Schema;
import dev.clew.content.SealedObject;
import dev.clew.content.Sealer;
import dev.clew.content.SourceCount;
import dev.clew.content.SourceFile;
import dev.clew.content.StoredRecord;
import dev.clew.content.Unsealer;
import dev.clew.cost.PriceTable;
import dev.clew.event.Event;
import dev.clew.event.RecordId;
import dev.clew.event.SessionKey;
import dev.clew.index.IndexWriter;
import dev.clew.index.OriginBatch;
import dev.clew.index.OriginGroup;
import dev.clew.index.Projected;
import dev.clew.index.RecordTerms;
import dev.clew.index.ToldBatch;
import dev.clew.ledger.CorruptLedgerException;
import dev.clew.ledger.FileDisk;
import dev.clew.ledger.Ledger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The store as its one writer sees it.
///
/// A batch becomes durable in a fixed order: content, then leaves, then it is acknowledged, then
/// projected. Opening repairs what a crash left between two of these. Safe for use by several
/// threads, one at a time: a batch that is read live goes in between two of a long import.
public final class Store implements AutoCloseable {
  private static final int REINDEX_BATCH = 1024;
  private static final long REWRITTEN_BYTES = 1L << 30;
  private static final int SQLITE_CORRUPT = 11;
  private static final int SQLITE_NOTADB = 26;
  private static final Duration CHECKPOINT_AFTER = Duration.ofSeconds(1);
  private static final int CHECKPOINT_ENTRIES = 16_384;
  private static final Duration REFRESH_AFTER = Duration.ofMillis(500);

  private final Home home;
  private final HomeLock lock;
  private final Keys keys;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Interpreter interpreter;
  private final PriceTable prices;
  private final ContentWriter content;
  private final Ledger ledger;
  private final Leaf.Where where;
  private final String actor;
  private final Supplier<String> rules;
  private final Changes changes = new Changes();
  private IndexWriter index;
  private Map<String, ForgottenSession> forgotten;
  private ValueFilter forgottenValues;
  private final List<ValueFilter> cleaning = new ArrayList<>();
  private final Cleaner cleaner;
  private Runnable originsDue = () -> {};
  private long generation;
  private boolean behind;
  private boolean logIsFull;
  private Instant checkpointAt;
  private Instant refreshAt;

  private Store(
      Home home,
      HomeLock lock,
      Keys keys,
      StoreParts parts,
      ContentWriter content,
      Ledger ledger,
      IndexWriter index)
      throws SQLException {
    this.home = home;
    this.lock = lock;
    this.keys = keys;
    this.clock = parts.clock();
    this.random = parts.random();
    this.interpreter = parts.interpreter();
    this.prices = parts.prices();
    this.content = content;
    this.ledger = ledger;
    this.index = index;
    this.forgotten = content.forgottenSessions();
    this.forgottenValues = new ValueFilter(keys, SecretValues.open(content.secretValues(), keys));
    this.cleaner = new Cleaner(keys, interpreter, random);
    var hash = keys.hash();
    this.where = Machine.where(hash);
    this.actor = hash.hex("actor", System.getProperty("user.name", ""), 8);
    this.rules = parts.rules();
    this.checkpointAt = clock.instant();
    this.refreshAt = clock.instant();
  }

  /// Opens the store, or makes it; `lock` goes with it.
  ///
  /// @throws CorruptLedgerException when something that a checkpoint covers is damaged
  public static Store open(Home home, HomeLock lock, Keys keys, StoreParts parts)
      throws IOException, SQLException, CorruptLedgerException {
    ContentWriter content = null;
    Ledger ledger = null;
    IndexWriter index = null;
    try {
      content = ContentWriter.open(home.content());
      ledger = Ledger.open(home.ledger(), keys.log(), new FileDisk(), Leaf::isEntry);
      index = openIndex(home, parts.prices());
      var store = new Store(home, lock, keys, parts, content, ledger, index);
      store.repair();
      return store;
    } catch (IOException | SQLException | RuntimeException e) {
      close(lock, content, ledger, index);
      throw e;
    }
  }

  private static void close(
      HomeLock lock,
      @Nullable ContentWriter content,
      @Nullable Ledger ledger,
      @Nullable IndexWriter index)
      throws IOException, SQLException {
    try (lock;
        content;
        ledger;
        index) {
      // Nothing is left to do but to let go.
    }
  }

  /// An index that is damaged, or of another version, is no loss: it is built anew.
  private static IndexWriter openIndex(Home home, PriceTable prices)
      throws IOException, SQLException {
    try {
      return IndexWriter.open(home.index(), prices);
    } catch (SQLException e) {
      if (!(e instanceof Schema.OtherVersionException)
          && e.getErrorCode() != SQLITE_CORRUPT
          && e.getErrorCode() != SQLITE_NOTADB) {
        throw e;
      }
      deleteIndex(home);
      return IndexWriter.open(home.index(), prices);
    }
  }

  private static void deleteIndex(Home home) throws IOException {
    for (var suffix : new String[] {"", "-wal", "-shm"}) {
      Files.deleteIfExists(home.folder().resolve("index.db" + suffix));
    }
  }

  /// Brings the ledger up to what the content store holds, and the index up to both.
  private void repair() throws IOException, SQLException {
    var pending = content.pendingLeaves(ledger.size());
    if (ledger.size() + pending.size() < content.nextSeq()) {
      throw new IOException(
          "%s: expected %d entries for the records in content.db, found %d: the ledger has lost"
                  .formatted(home.ledger(), content.nextSeq(), ledger.size())
              + " entries; nothing was changed, restore it from a copy");
    }
    if (!pending.isEmpty()) {
      ledger.append(pending);
    }
    var knowsMore = index.next() > content.nextSeq();
    if (ledger.size() > content.nextSeq()) {
      noteLostPayloads(content.nextSeq(), ledger.size());
    }
    if (content.isErasing()) {
      finishErasing();
      return;
    }
    if (knowsMore) {
      dropIndex();
    }
    project();
  }

  /// Entries whose payloads are gone stay, and the loss becomes a record itself.
  private void noteLostPayloads(long from, long to) throws IOException, SQLException {
    content.skipTo(to);
    var text =
        "{\"reason\":\"content.db has no payload for these entries\",\"from\":%d,\"to\":%d}"
            .formatted(from, to - 1);
    appendGap(text.getBytes(StandardCharsets.UTF_8));
  }

  private void appendGap(byte[] payload) throws IOException, SQLException {
    var leaf = addNote(RecordKind.GAP, "gap", payload);
    content.commit();
    ledger.append(List.of(leaf));
  }

  /// Adds a record of Clew's own; its leaf.
  private byte[] addNote(String kind, String name, byte[] payload) throws SQLException {
    var salt = new byte[16];
    random.nextBytes(salt);
    var seq = content.nextSeq();
    var commitments = new Commitments();
    var session = SessionKey.main("clew", "store");
    var id = RecordId.derive("clew", name, Long.toString(seq));
    try (var sealer = new Sealer(keys.master(), random)) {
      var leaf =
          new Leaf(
                  seq,
                  clock.instant(),
                  where,
                  "",
                  session.id(),
                  actor,
                  kind,
                  commitments.toSource(salt, id),
                  commitments.toPayload(salt, payload),
                  rules.get(),
                  CaptureMode.CONTENT)
              .bytes();
      var record =
          new StoredRecord(
              seq, id, session, kind, CaptureMode.CONTENT.wire(), "store", seq, 1, salt);
      content.add(record, sealer.seal(payload), List.of(), leaf);
      return leaf;
    }
  }

  /// What is told of each ledger entry.
  interface LeafVisitor {
    void visit(Leaf leaf) throws IOException;
  }

  /// Shows every ledger entry, in order.
  synchronized void leaves(LeafVisitor visitor) throws IOException {
    ledger.entries(
        0,
        ledger.size(),
        (index, bytes) -> {
          var leaf = Leaf.parse(bytes);
          if (leaf.isPresent()) {
            visitor.visit(leaf.get());
          }
        });
  }

  /// The ledger entry with number `seq`.
  synchronized Leaf leaf(long seq) throws IOException {
    return Leaf.parse(ledger.entry(seq))
        .orElseThrow(
            () -> new IOException("%s: entry %d is damaged".formatted(home.ledger(), seq)));
  }

  /// Takes these values out of everything that is stored from now on: what was prepared before they
  /// were known to be secret still holds them.
  synchronized void clean(ValueFilter filter) {
    cleaning.add(filter);
  }

  /// The record without the values that are to be cleaned away.
  private Prepared cleaned(Prepared record) throws SQLException {
    var now =
        isLook(record) && !forgotten.isEmpty()
            ? cleaner.withoutSessions(record, forgotten.keySet())
            : record;
    for (var filter : cleaning) {
      now = cleaner.clean(now, filter);
    }
    return forgottenValues.isEmpty() ? now : withoutContents(now);
  }

  /// Contents of files are exact: one that holds a forgotten value is left out.
  private Prepared withoutContents(Prepared record) throws SQLException {
    if (!RecordKind.isOwn(record.kind()) || record.attachments().isEmpty()) {
      return record;
    }
    var kept = new ArrayList<SealedObject>();
    for (var each : record.attachments()) {
      if (forgottenValues.isIn(cleaner.open(each))) {
        content.noteForgotten(each.sha256());
      } else {
        kept.add(each);
      }
    }
    return kept.size() == record.attachments().size() ? record : record.withAttachments(kept);
  }

  /// The sessions of which nothing is taken.
  synchronized Map<String, ForgottenSession> forgottenSessions() throws SQLException {
    return Map.copyOf(forgotten);
  }

  /// What an erasure would destroy.
  synchronized Erased count(Erasure erasure) throws SQLException {
    try {
      return content
          .eraser()
          .count(erasure.records(), erasure.objects(), keptContents(erasure.records(), false));
    } finally {
      content.rollback();
    }
  }

  /// Destroys, and notes that it was done: as a record, and so that no import brings it back. A
  /// crash leaves all as it was, or an erasure that the next opening finishes.
  synchronized Erased erase(Erasure erasure) throws IOException, SQLException {
    var leaves = new ArrayList<byte[]>();
    Erased erased;
    try {
      content.leavesAreInLedger(ledger.lastCheckpoint().map(each -> each.size()).orElse(0L));
      for (var replacement : erasure.replacements()) {
        content.replaced(content.nextSeq(), replacement.was());
        leaves.add(add(replacement.record()));
      }
      erased =
          content
              .eraser()
              .erase(erasure.records(), erasure.objects(), keptContents(erasure.records(), true));
      for (var session : erasure.sessions()) {
        content.forget(session, erasure.reason());
      }
      for (var value : erasure.secrets()) {
        content.addSecretValue(value);
      }
      for (var object : erasure.objects()) {
        content.noteForgotten(object);
      }
      leaves.add(addNote(RecordKind.ERASURE, "erasure", note(erasure, erased)));
      content.erasing(true);
      content.commit();
    } catch (SQLException e) {
      content.rollback();
      throw e;
    }
    forgotten = content.forgottenSessions();
    forgottenValues = new ValueFilter(keys, SecretValues.open(content.secretValues(), keys));
    ledger.append(leaves);
    finishErasing();
    return erased;
  }

  /// The same, unless all of it has been erased before.
  synchronized Erased eraseIfAny(Erasure erasure) throws IOException, SQLException {
    return count(erasure).equals(Erased.NOTHING) ? Erased.NOTHING : erase(erasure);
  }

  /// Destroys objects that nothing needs any more.
  ///
  /// @param onlyCount whether to count them, and destroy nothing
  synchronized Erased collect(boolean onlyCount) throws SQLException {
    try {
      var collected = content.eraser().collect(keptContents(new BitSet(), !onlyCount), onlyCount);
      if (onlyCount) {
        content.rollback();
      } else {
        content.commit();
      }
      return collected;
    } catch (SQLException e) {
      content.rollback();
      throw e;
    }
  }

  /// Gives room that nothing uses back to the file system.
  synchronized void shrink() throws SQLException {
    content.commit();
    content.shrink(REWRITTEN_BYTES);
  }

  /// Notes that housekeeping was done.
  synchronized void housekept() throws SQLException {
    content.housekeptAt(clock.millis());
    content.commit();
  }

  /// When housekeeping was last done.
  synchronized Instant housekeptAt() throws SQLException {
    return Instant.ofEpochMilli(content.housekeptAt());
  }

  private static byte[] note(Erasure erasure, Erased erased) {
    return "{\"reason\":\"%s\",\"records\":%d,\"objects\":%d,\"sessions\":%d,\"replaced\":%d}"
        .formatted(
            erasure.reason(),
            erased.records(),
            erased.objects(),
            erasure.sessions().size(),
            erasure.replacements().size())
        .getBytes(StandardCharsets.UTF_8);
  }

  /// Removes what the index and the write-ahead logs still have of what was erased.
  private void finishErasing() throws IOException, SQLException {
    dropIndex();
    project();
    emptyLog();
  }

  /// Empties the log that still has what was erased. A reader at work prevents that: then it is
  /// tried again.
  private void emptyLog() throws SQLException {
    logIsFull = !content.emptyLog();
    if (!logIsFull) {
      content.erasing(false);
      content.commit();
    }
  }

  /// Contents and folders of snapshots that are kept, and of the newest of each workspace: the next
  /// look is compared with it, whether its record is kept or not.
  ///
  /// @param erased the records that are about to be erased
  private Predicate<byte[]> keptContents(BitSet erased, boolean hold) throws SQLException {
    try (var reader = ContentReader.open(home.content(), new Unsealer(keys.master()))) {
      var snapshots = new Snapshots(reader);
      var held = content.heldTrees();
      for (var newest : snapshots.newest().values()) {
        var name = keys.hash().hex("workspace", newest.root(), 16);
        if (erased.get(Math.toIntExact(newest.seq()))) {
          held.put(name, newest.tree());
        } else {
          held.remove(name);
        }
      }
      if (hold) {
        content.hold(held);
      }
      return snapshots.needed(erased, List.copyOf(held.values()));
    }
  }

  /// Whether the record has been stored, or forgotten.
  synchronized boolean knows(RecordId id) throws SQLException {
    return content.knows(id);
  }

  /// How far a file has been read; absent when it never was.
  synchronized @Nullable SourceFile file(String path) throws SQLException {
    return content.file(path);
  }

  /// What became of the lines of a file; absent when it never was read.
  synchronized @Nullable SourceCount count(String path) throws SQLException {
    return content.count(path);
  }

  /// What became of a file.
  ///
  /// @param lines what became of its lines; absent while it is read, and when that failed
  /// @param brought how many records it has brought since it was told last
  record Count(String path, @Nullable SourceCount lines, long brought) {}

  /// Notes what was found and not read at `path` and below it, in place of what was noted there.
  synchronized void noteNotRead(String path, List<NotRead> found) throws SQLException {
    content.replaceNotRead(path, found);
    content.commit();
  }

  /// Stores records and how far their files have been read: all or nothing, durable on return.
  /// Records that are here already are left out.
  ///
  /// @param counts what becomes of the files' lines, given the ids of the records that are new
  synchronized void append(
      List<Prepared> records, List<SourceFile> files, Function<Set<RecordId>, List<Count>> counts)
      throws IOException, SQLException {
    var leaves = new ArrayList<byte[]>(records.size());
    var projected = new ArrayList<Projected>(records.size());
    var fresh = new HashSet<RecordId>();
    try {
      content.leavesAreInLedger(ledger.lastCheckpoint().map(each -> each.size()).orElse(0L));
      for (var record : records) {
        if (!fresh.contains(record.id()) && !content.knows(record.id()) && isTaken(record)) {
          fresh.add(record.id());
          var clean = cleaned(record);
          leaves.add(add(clean));
          projected.add(
              new Projected(
                  content.nextSeq() - 1, clean.mode().wire(), clean.kind(), clean.events()));
        }
      }
      for (var file : files) {
        content.put(file);
      }
      for (var count : counts.apply(fresh)) {
        var lines = count.lines();
        if (lines != null) {
          content.put(lines);
        }
        content.brought(count.path(), count.brought());
      }
      content.commit();
    } catch (SQLException e) {
      content.rollback();
      throw e;
    }
    if (!leaves.isEmpty()) {
      ledger.append(leaves);
      apply(projected);
    }
    tick();
  }

  /// Whether the record is a look at a workspace: later looks need what it carries.
  private static boolean isLook(Prepared record) {
    return record.kind().equals(WorkspaceRecords.KIND);
  }

  /// Whether the record is of a session that may be kept; one that is not is counted.
  private boolean isTaken(Prepared record) throws SQLException {
    if (forgotten.isEmpty() || isLook(record)) {
      return true;
    }
    for (var id : sessions(record)) {
      if (forgotten.containsKey(id)) {
        content.refuse(id, record.id());
        return false;
      }
    }
    return true;
  }

  /// The ids of the session that the record is of, and of the one that started it.
  private static Set<String> sessions(Prepared record) {
    var ids = new LinkedHashSet<String>();
    ids.add(record.sessionId());
    if (record.fileSession().id().equals(record.sessionId())) {
      ids.add(record.fileSession().traceId());
    }
    for (var event : record.events()) {
      var session = event.header().session();
      if (session.id().equals(record.sessionId())) {
        ids.add(session.traceId());
      }
    }
    return ids;
  }

  /// Merges records into the index. One that failed to take an earlier batch is caught up first, by
  /// the records that are stored.
  private void apply(List<Projected> projected) throws IOException, SQLException {
    if (behind) {
      index.close();
      index = openIndex(home, prices);
      project();
    } else {
      behind = true;
      index.apply(projected);
    }
    behind = false;
    if (index.originsBehind()) {
      originsDue.run();
    }
  }

  /// Brings every total up to date, and tells who follows.
  synchronized void refresh() throws SQLException {
    changes.publish(index.refresh());
    refreshAt = clock.instant();
  }

  /// Which sessions change.
  Changes changes() {
    return changes;
  }

  private byte[] add(Prepared record) throws SQLException {
    var seq = content.nextSeq();
    var leaf =
        new Leaf(
                seq,
                clock.instant(),
                where,
                record.repository(),
                record.sessionId(),
                actor,
                record.kind(),
                record.sourceCommitment(),
                record.payloadCommitment(),
                rules.get(),
                record.mode())
            .bytes();
    content.add(
        new StoredRecord(
            seq,
            record.id(),
            record.fileSession(),
            record.kind(),
            record.mode().wire(),
            record.stream(),
            record.position(),
            record.line(),
            record.salt()),
        record.payload(),
        record.attachments(),
        leaf);
    return leaf;
  }

  /// Signs and totals what is due.
  private void tick() throws IOException, SQLException {
    var now = clock.instant();
    var signed = ledger.lastCheckpoint().map(each -> each.size()).orElse(0L);
    if (ledger.size() - signed >= CHECKPOINT_ENTRIES
        || (ledger.size() > signed && !now.isBefore(checkpointAt.plus(CHECKPOINT_AFTER)))) {
      ledger.checkpoint();
      checkpointAt = now;
    }
    if (!now.isBefore(refreshAt.plus(REFRESH_AFTER))) {
      refresh();
    }
  }

  /// Signs what is unsigned and brings every total up to date.
  public synchronized void settle() throws IOException, SQLException {
    if (ledger.size() > 0) {
      ledger.checkpoint();
    }
    if (logIsFull) {
      emptyLog();
    }
    refresh();
  }

  /// Builds the index anew from the records.
  public synchronized void reindex() throws IOException, SQLException {
    dropIndex();
    project();
  }

  /// The first record whose text has not been indexed.
  synchronized long textNext() {
    return index.textNext();
  }

  /// How many records' text has not been indexed.
  synchronized long textBehind() {
    return index.next() - index.textNext();
  }

  /// How often the index has been made anew.
  synchronized long generation() {
    return generation;
  }

  /// Indexes the text of the records from `from` to `to`; nothing when the index has gone on, or
  /// been built anew, since these were read.
  ///
  /// @param made the [#generation] of the index that they were read for
  synchronized void addTexts(long made, long from, long to, List<RecordTerms> records)
      throws SQLException {
    if (made == generation && from == index.textNext() && to <= index.next()) {
      index.addTexts(records, to);
    }
  }

  /// Has `told` run whenever something has been seen that no version stands for yet; it must not
  /// take long.
  synchronized void whenOriginsAreDue(Runnable told) {
    originsDue = told;
  }

  /// Whether something has been seen that no version stands for yet.
  synchronized boolean originsBehind() throws SQLException {
    return index.originsBehind();
  }

  /// Takes versions out that have to be made anew, some; whether there are more of them.
  ///
  /// @param made the [#generation] of the index that the group was read from
  synchronized boolean dropVersions(long made, OriginGroup group) throws SQLException {
    return made == generation && index.dropVersions(group);
  }

  /// How many steps tell of files and have not been replayed yet.
  synchronized long toldBehind() throws SQLException {
    return index.toldBehind();
  }

  /// As [IndexWriter#settleTold].
  synchronized boolean settleTold(long made, boolean replayed) throws SQLException {
    return made == generation && index.settleTold(replayed);
  }

  /// As [IndexWriter#foundMissing].
  synchronized void foundMissing(long made, long below, List<String> objects) throws SQLException {
    if (made == generation) {
      index.foundMissing(below, objects);
    }
  }

  /// Writes versions that transcripts tell of; nothing when the index has been built anew since.
  synchronized void addTold(long made, ToldBatch batch) throws SQLException {
    if (made == generation) {
      index.addTold(batch);
    }
  }

  /// Writes versions; nothing when the index has been built anew, or other facts of their time have
  /// come, since the facts were read.
  ///
  /// @param made the [#generation] of the index that they were read from
  synchronized void addOrigins(long made, OriginBatch batch) throws SQLException {
    if (made == generation) {
      index.addOrigins(batch);
    }
  }

  /// Makes the full-text index smaller and faster, a little; whether there is more to do.
  synchronized boolean mergeTexts() throws SQLException {
    return index.mergeTexts();
  }

  private void dropIndex() throws IOException, SQLException {
    index.close();
    generation++;
    deleteIndex(home);
    index = IndexWriter.open(home.index(), prices);
  }

  /// Projects the records that the index has not seen.
  private void project() throws IOException, SQLException {
    if (index.next() == content.nextSeq()) {
      return;
    }
    try (var reader = ContentReader.open(home.content(), new Unsealer(keys.master()))) {
      var entries = reader.entries(index.next(), REINDEX_BATCH);
      while (!entries.isEmpty()) {
        var batch = new ArrayList<Projected>(entries.size());
        for (var entry : entries) {
          batch.add(project(reader, entry));
        }
        index.apply(batch);
        entries = reader.entries(index.next(), REINDEX_BATCH);
      }
    }
    refresh();
  }

  private Projected project(ContentReader reader, ContentReader.Entry entry) {
    var record = entry.record();
    return new Projected(record.seq(), record.mode(), record.kind(), events(reader, entry));
  }

  /// A damaged record says nothing; `fsck` tells of it.
  private List<Event> events(ContentReader reader, ContentReader.Entry entry) {
    try {
      return interpreter.events(reader, entry);
    } catch (DamagedObjectException e) {
      return List.of();
    }
  }

  /// Puts objects aside that cannot be opened; how many that were.
  synchronized long quarantine(List<Long> objects) throws IOException, SQLException {
    long aside = 0;
    try (var unsealer = new Unsealer(keys.master())) {
      for (var object : objects) {
        var sealed = content.sealed(object);
        if (sealed != null && sealed.data().length > 0) {
          try {
            unsealer.unseal(sealed);
          } catch (DamagedObjectException e) {
            aside += content.quarantine(object, String.valueOf(e.getMessage())) ? 1 : 0;
          }
        }
      }
      content.commit();
    } catch (SQLException e) {
      content.rollback();
      throw e;
    }
    reindex();
    return aside;
  }

  /// How many entries the ledger has.
  public synchronized long entries() {
    return ledger.size();
  }

  @Override
  public synchronized void close() throws IOException, SQLException {
    try (lock;
        content;
        ledger) {
      settle();
      index.close();
    }
  }
}
