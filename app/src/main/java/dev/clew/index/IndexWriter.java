package dev.clew.index;

import dev.clew.content.Database;
import dev.clew.content.Schema;
import dev.clew.cost.PriceTable;
import dev.clew.event.Event;
import dev.clew.event.PromptSource;
import dev.clew.event.SpanId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Merges events into the index: one writer, one transaction per batch, each record once.
///
/// The batch and the number of the next record to project are committed together. Totals are kept
/// up by [#refresh], which need not follow every batch.
public final class IndexWriter implements AutoCloseable {
  /// The kind of tally that counts each record of a session once.
  static final String RECORD = "record";

  /// The same for what hooks told.
  static final String HOOK = "hook";

  static final Schema SCHEMA = new Schema(IndexWriter.class, "schema.sql", 10);

  /// So much earlier than its hook an agent may have stamped a prompt.
  static final int STAND_IN_MS = 10_000;

  /// So many records' text is indexed at once with the rest; it takes some milliseconds.
  private static final int FEW = 256;

  private static final int MERGED_PAGES = 256;

  private final Connection connection;
  private final ToldDue due;
  private final TouchTable touches;
  private final SessionTable sessions;
  private final StepTable steps;
  private final TurnTable turns;
  private final TallyTable tallies;
  private final Courses courses;
  private final LinkTable links;
  private final OriginTable origins;
  private final WorkspaceTable workspaces;
  private final CommitTable commits;
  private final ClaimTable claims;
  private final StaleTable stales;
  private final HeardTable heard;
  private final PermissionTable permissions;
  private final OutsideTable outsides;
  private final Totals totals;
  private final TextTable texts;
  private long next;
  private long textNext;
  private long searched;

  private IndexWriter(Connection connection, PriceTable prices) throws SQLException {
    this.connection = connection;
    due = new ToldDue(connection);
    var paths = new PathTable(connection);
    touches = new TouchTable(connection, paths);
    sessions = new SessionTable(connection, due, touches);
    steps = new StepTable(connection, sessions, paths, due, touches, prices);
    turns = new TurnTable(connection, sessions);
    tallies = new TallyTable(connection);
    courses = new Courses(connection, steps, turns);
    links = new LinkTable(connection);
    origins = new OriginTable(connection, paths, due);
    workspaces = new WorkspaceTable(connection, paths, origins, touches);
    commits = new CommitTable(connection, paths, origins);
    stales = new StaleTable(connection, paths, touches);
    claims = new ClaimTable(connection, paths, origins);
    heard = new HeardTable(connection);
    permissions = new PermissionTable(connection);
    outsides = new OutsideTable(connection, paths, due);
    totals = new Totals(connection, due, touches, prices);
    texts = new TextTable(connection);
    next = number("next");
    textNext = number("text_next");
    totals.reprice();
  }

  /// Opens or creates the index.
  public static IndexWriter open(Path file, PriceTable prices) throws SQLException {
    var connection = Database.rebuildable(file);
    SCHEMA.prepare(connection, file.toString());
    return new IndexWriter(connection, prices);
  }

  private long number(String key) throws SQLException {
    var stored = Meta.get(connection, key);
    return stored == null ? 0 : Long.parseLong(stored);
  }

  /// The first record that has not been projected.
  public long next() {
    return next;
  }

  /// The first record whose text has not been indexed; never above [#next].
  public long textNext() {
    return textNext;
  }

  /// Projects a batch of records in ledger order, none of them below [#next].
  ///
  /// Their text is indexed with them if they are few and no other text is behind; else it waits for
  /// [#addTexts].
  public void apply(List<Projected> batch) throws SQLException {
    var withText = textNext == next && batch.size() <= FEW;
    for (var record : batch) {
      if (record.seq() < next) {
        throw new IllegalArgumentException("record %d, expected %d".formatted(record.seq(), next));
      }
      for (var event : record.events()) {
        apply(record, event);
      }
      count(record);
      next = record.seq() + 1;
    }
    sessions.flush();
    steps.flush();
    turns.flush();
    tallies.flush();
    links.flush();
    workspaces.flush();
    origins.flush();
    due.flush();
    touches.flush();
    Meta.put(connection, "next", Long.toString(next));
    if (withText) {
      for (var record : batch) {
        texts.add(RecordTerms.of(record.seq(), record.mode(), record.events()));
      }
      textIsIndexedTo(next);
    }
    connection.commit();
  }

  /// Counts the record as what it is, once.
  private void count(Projected record) throws SQLException {
    var events = record.events();
    if (!events.isEmpty()) {
      var session = sessions.state(events.getFirst().header().session(), record.mode());
      tallies.count(session.ref, record.isHook() ? HOOK : RECORD, RecordClass.of(events).wire());
      heard.add(session.ref, record);
    }
  }

  /// Indexes the text of the records from [#textNext] to `to`.
  public void addTexts(List<RecordTerms> records, long to) throws SQLException {
    if (to < textNext || to > next) {
      throw new IllegalArgumentException(
          "text to %d, expected one of %d to %d".formatted(to, textNext, next));
    }
    for (var record : records) {
      texts.add(record);
    }
    textIsIndexedTo(to);
    connection.commit();
  }

  private void textIsIndexedTo(long to) throws SQLException {
    textNext = to;
    Meta.put(connection, "text_next", Long.toString(to));
  }

  /// Whether something has been seen that no version stands for yet.
  public boolean originsBehind() throws SQLException {
    return origins.isBehind() || (next > searched && origins.isMissing());
  }

  /// How many steps tell of files and have not been replayed yet.
  public long toldBehind() throws SQLException {
    return new Sql().add("SELECT count(*) FROM told_due").number(connection);
  }

  /// Takes versions out that have to be made anew; whether there are more of them.
  public boolean dropVersions(OriginGroup group) throws SQLException {
    var more = origins.drop(group);
    connection.commit();
    return more;
  }

  /// Writes versions and causes; not, and false, when the facts they were made of are no longer all
  /// that there are.
  public boolean addOrigins(OriginBatch batch) throws SQLException {
    var added = origins.add(batch);
    connection.commit();
    return added;
  }

  /// Has the files replayed whose workspaces turned out to have been looked at earlier, and where
  /// nothing is left to replay has the workspaces go on from what was told; whether that made
  /// anything due.
  public boolean settleTold(boolean replayed) throws SQLException {
    var more = replayed ? origins.told().settle() : origins.told().cut();
    connection.commit();
    return more;
  }

  /// The objects without which versions were made have been looked for.
  ///
  /// @param below the number of the first record that was not there yet
  /// @param objects those that were found: what was made without them is due
  public void foundMissing(long below, List<String> objects) throws SQLException {
    searched = below;
    origins.found(objects);
    connection.commit();
  }

  /// Writes versions that transcripts tell of.
  public void addTold(ToldBatch batch) throws SQLException {
    origins.told().add(batch);
    connection.commit();
  }

  /// Makes the full-text index smaller and faster, a little; whether there is more to do.
  public boolean mergeTexts() throws SQLException {
    var more = texts.merge(MERGED_PAGES);
    connection.commit();
    return more;
  }

  private void apply(Projected record, Event event) throws SQLException {
    var header = event.header();
    var session = sessions.state(header.session(), record.mode());
    session.seen(header);
    sessions.touch(session.ref);
    switch (event) {
      case Event.SessionObserved observed -> session.merge(observed);
      case Event.SessionTitled titled -> session.merge(titled);
      case Event.PromptSubmitted prompt -> {
        session.merge(prompt);
        if (prompt.source() != PromptSource.PARENT_AGENT) {
          turns.state(prompt.turn(), session.ref).merge(prompt, record.seq());
        }
      }
      case Event.ModelAnswered answered ->
          steps.state(answered.step(), session.ref, record.seq()).merge(answered);
      case Event.ToolRequested requested -> {
        steps.state(requested.step(), session.ref, record.seq()).merge(requested);
        var call = requested.call();
        if (call != null) {
          steps.state(call, session.ref, record.seq()).mergeAsked(requested);
        }
      }
      case Event.ToolAnswered answered -> {
        steps.state(answered.step(), session.ref, record.seq()).merge(answered);
        if (answered.answer().truncated()) {
          tallies.count(session.ref, "truncated", "");
        }
      }
      case Event.SubagentStarted started -> {
        var child = sessions.state(started.child(), record.mode());
        child.type(started.type(), Rank.of(header));
        sessions.touch(child.ref);
        steps.state(started.step(), session.ref, record.seq()).mergeChild(child);
      }
      case Event.Placed placed -> {
        session.merge(placed);
        courses.add(session.ref, record.seq(), placed);
      }
      case Event.SettingsTold told -> {
        session.type(told.values().get("subagent_type"), Rank.of(header));
        tallies.settings(session.ref, told);
      }
      case Event.SessionForked forked -> session.merge(forked);
      case Event.ApprovalAsked asked -> tallies.approval(session.ref, asked);
      case Event.TurnAborted aborted ->
          tallies.count(session.ref, "turn_aborted", aborted.reason());
      case Event.GitOperated git -> tallies.git(session.ref, git);
      case Event.PullRequestLinked link -> tallies.pullRequest(session.ref, link);
      case Event.ContextCompacted _ ->
          tallies.count(
              session.ref, Rank.of(header).isHook() ? "compaction_hook" : "compaction", "");
      case Event.ModelCallFailed failed -> tallies.count(session.ref, "api_error", failed.error());
      case Event.FileChangedOutside outside -> {
        tallies.count(session.ref, "changed_outside", outside.path());
        outsides.add(session.ref, record.seq(), outside);
      }
      case Event.TurnEnded _ -> {}
      case Event.SessionStarted started ->
          tallies.moment(session.ref, "started", header, started.source());
      case Event.SessionEnded ended -> tallies.moment(session.ref, "ended", header, ended.reason());
      case Event.PermissionChecked checked -> {
        isEvidence(checked.step(), record);
        permissions.add(record.seq(), session.ref, checked);
      }
      case Event.FileChanged changed -> {
        isEvidence(changed.step(), record);
        workspaces.add(session.ref, record.seq(), changed);
      }
      case Event.SnapshotTaken taken -> {
        isEvidence(taken.step(), record);
        workspaces.add(session.ref, record.seq(), taken);
      }
      case Event.WorktreeCompared compared -> workspaces.add(session.ref, record.seq(), compared);
      case Event.GitMoved moved -> {
        isEvidence(moved.step(), record);
        workspaces.add(session.ref, record.seq(), moved);
      }
      case Event.CommitSeen seen -> commits.add(session.ref, record.seq(), seen);
      case Event.CaptureMissed missed -> {
        isEvidence(missed.step(), record);
        workspaces.add(session.ref, record.seq(), missed);
      }
      case Event.WroteStale wrote -> {
        isEvidence(wrote.step(), record);
        stales.add(session.ref, record.seq(), wrote);
      }
      case Event.LinesClaimed claimed -> claims.add(record.seq(), claimed);
      case Event.RecordLinked linked -> links.add(session.ref, linked);
      case Event.Kept kept -> tallies.count(session.ref, "kept", kept.type());
      case Event.Unrecognised unknown -> {
        for (var name : unknown.names()) {
          tallies.count(session.ref, "unknown", name);
        }
      }
      case Event.Malformed malformed -> tallies.count(session.ref, "malformed", malformed.reason());
    }
  }

  private void isEvidence(@Nullable SpanId step, Projected record) throws SQLException {
    if (step != null) {
      steps.evidence(step.bits(), record.seq());
    }
  }

  /// Brings the totals of every session that has changed up to date; the ids of these sessions, and
  /// of those whose totals contain theirs.
  public Set<String> refresh() throws SQLException {
    courses.refresh();
    var changed = totals.refresh();
    connection.commit();
    return changed;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
