package dev.clew.index;

import dev.clew.content.Database;
import dev.clew.content.Schema;
import dev.clew.text.TextQuery;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Answers from the index. Each call sees what had been committed when it began; no call holds a
/// transaction longer than it runs. Not safe for use by several threads at once.
public final class IndexReader implements AutoCloseable {
  private final Connection connection;
  private final SessionReader sessions;
  private final StepReader steps;

  private IndexReader(Connection connection) {
    this.connection = connection;
    this.sessions = new SessionReader(connection);
    this.steps = new StepReader(connection);
  }

  /// Opens the index in `file`.
  ///
  /// @throws SQLException also when another version wrote it
  public static IndexReader open(Path file) throws SQLException {
    var connection = Database.reader(file);
    try {
      IndexWriter.SCHEMA.prepare(connection, file.toString());
    } catch (Schema.OtherVersionException e) {
      connection.close();
      throw new SQLException(
          "%s was made by another version of Clew: 'clew reindex' builds it anew".formatted(file),
          e);
    }
    return new IndexReader(connection);
  }

  /// The sessions that `filter` asks for.
  public Page<SessionRow> sessions(SessionFilter filter, SessionOrder order) throws SQLException {
    return sessions.list(filter, order);
  }

  /// What the sessions that `filter` asks for did, added up, and how many have each value of the
  /// facets, at most `keys` values each.
  public List<StatsRow> stats(
      SessionFilter filter, List<SessionFilter.Facet> facets, Map<String, Long> since, int keys)
      throws SQLException {
    return new StatsReader(connection).list(filter, facets, since, keys);
  }

  /// The session with this number.
  public Optional<SessionRow> session(long ref) throws SQLException {
    return sessions.byRef(ref);
  }

  /// The sessions with these numbers, in their order.
  public List<SessionRow> sessions(List<Long> refs) throws SQLException {
    return sessions.rows(refs);
  }

  /// The sessions whose id, or whose agent's own id, begins with `prefix`; at most ten.
  public List<Long> sessionsLike(String prefix) throws SQLException {
    return sessions.like(prefix);
  }

  /// The session and the sub-agents below it.
  public List<Long> withSubagents(long session) throws SQLException {
    return sessions.tree(session);
  }

  /// The sub-agents that the session started itself.
  public List<SessionRow> subagents(long session) throws SQLException {
    return sessions.subagents(session);
  }

  /// The turns of a session, in order.
  public List<TurnRow> turns(long session) throws SQLException {
    return steps.turns(session);
  }

  /// The totals of `turns` over the steps of these sessions, in the turns' order.
  public List<TurnSums> sums(List<Long> sessionRefs, List<TurnRow> turns) throws SQLException {
    return steps.sums(sessionRefs, turns);
  }

  /// The ids of the steps or turns that begin with `prefix`, hex; at most ten.
  public List<Long> spansLike(boolean turns, String prefix) throws SQLException {
    return steps.like(turns ? "turn" : "step", prefix);
  }

  /// The turn with this id.
  public Optional<TurnRow> turn(long id) throws SQLException {
    return steps.turn(id);
  }

  /// The step with this id.
  public Optional<StepRow> step(long id) throws SQLException {
    return steps.byId(id);
  }

  /// Steps of these sessions, or of all where the list is empty.
  public Page<StepRow> steps(List<Long> sessionRefs, boolean oldestFirst, long offset, int limit)
      throws SQLException {
    return steps.list(sessionRefs, oldestFirst, offset, limit);
  }

  /// All steps of these sessions, the oldest first, each with little.
  public List<OutlineStep> outline(List<Long> sessionRefs) throws SQLException {
    return new OutlineReader(connection).list(sessionRefs);
  }

  /// The newest of the steps that entries from `entry` on tell of, oldest first; of these sessions,
  /// or of all where the list is empty.
  public Page<StepRow> stepsSince(List<Long> sessionRefs, long entry, int limit)
      throws SQLException {
    return steps.since(sessionRefs, entry, limit);
  }

  /// Steps of these sessions that began in a stretch of time, the oldest first.
  ///
  /// @param toMs the first moment after the stretch
  public List<StepRow> stepsBetween(List<Long> sessionRefs, long fromMs, long toMs)
      throws SQLException {
    return steps.between(sessionRefs, fromMs, toMs);
  }

  /// The turns whose prompt an entry from `entry` on tells; of these sessions, or of all where the
  /// list is empty.
  public List<TurnRow> turnsSince(List<Long> sessionRefs, long entry) throws SQLException {
    return steps.turnsSince(sessionRefs, entry);
  }

  /// How many steps of these sessions began before `atMs`.
  public long stepsBefore(List<Long> sessionRefs, long atMs) throws SQLException {
    return steps.countBefore(sessionRefs, atMs);
  }

  /// The records that tell of a step, in ledger order.
  public List<Long> evidence(long step) throws SQLException {
    return new Sql()
        .add("SELECT seq FROM evidence WHERE step = ? ORDER BY seq", step)
        .list(connection, row -> row.getLong(1));
  }

  /// When each session was last at work.
  public List<SessionAge> ages() throws SQLException {
    return new Sql()
        .add(
            "WITH RECURSIVE up(ref, top) AS ("
                + " SELECT ref, ref FROM session WHERE parent IS NULL"
                + " UNION SELECT s.ref, u.top FROM up u JOIN session s ON s.parent = u.ref)"
                + " SELECT s.id, coalesce(t.id, s.id), s.agent, s.last_at FROM session s"
                + " LEFT JOIN up u ON u.ref = s.ref LEFT JOIN session t ON t.ref = u.top")
        .list(
            connection,
            row -> {
              var at = row.getLong(4);
              return new SessionAge(
                  row.getString(1), row.getString(2), row.getString(3), row.wasNull() ? null : at);
            });
  }

  /// The numbers of the records that tell of steps which read or changed the file at `path`, or a
  /// file below it, given whole or from the session's folder.
  public BitSet recordsOfFile(String path) throws SQLException {
    var records = new BitSet();
    new Sql()
        .add(
            "SELECT DISTINCT e.seq FROM path p JOIN change c ON c.path = p.id"
                + " JOIN step t ON t.id = c.step JOIN session s ON s.ref = t.session"
                + " JOIN evidence e ON e.step = c.step"
                + " WHERE CASE WHEN substr(p.path, 1, 1) = '/' THEN p.path"
                + " ELSE s.cwd || '/' || p.path END = ?"
                + " OR substr(CASE WHEN substr(p.path, 1, 1) = '/' THEN p.path"
                + " ELSE s.cwd || '/' || p.path END, 1, ?) = ?",
            path,
            path.length() + 1,
            path + "/")
        .list(
            connection,
            row -> {
              records.set(row.getInt(1));
              return records;
            });
    return records;
  }

  /// What the sessions did to files, by path.
  public List<FileRow> files(List<Long> sessionRefs) throws SQLException {
    return steps.files(sessionRefs, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /// What the sessions' steps that began in a stretch of time did to files, by path.
  ///
  /// @param toMs the first moment after the stretch; absent when it has not ended
  public List<FileRow> filesBetween(List<Long> sessionRefs, long fromMs, @Nullable Long toMs)
      throws SQLException {
    return steps.files(sessionRefs, fromMs, toMs == null ? Long.MAX_VALUE : toMs);
  }

  /// What other tools say of lines.
  public ClaimReader claims() {
    return new ClaimReader(connection);
  }

  /// Which files several changed, and what was written from a version no longer there.
  public OverlapReader overlaps() {
    return new OverlapReader(connection);
  }

  /// What was seen in workspaces.
  public WorkspaceReader workspaces() {
    return new WorkspaceReader(connection);
  }

  /// The versions of files, and where their lines come from.
  public VersionReader versions() {
    return new VersionReader(connection);
  }

  /// Which facts have no versions yet.
  public OriginReader origins() {
    return new OriginReader(connection);
  }

  /// What commits were seen.
  public CommitReader commits() {
    return new CommitReader(connection);
  }

  /// What agents tell that they did to files.
  public ToldReader told() {
    return new ToldReader(connection);
  }

  /// Which hooks were heard of which tool calls.
  public HeardReader heard() {
    return new HeardReader(connection);
  }

  /// Texts that have all of these terms, by time.
  public List<TextRow> texts(
      List<TextQuery.Lookup> lookups, TextFilter filter, long offset, int limit)
      throws SQLException {
    return new TextReader(connection).find(lookups, filter, offset, limit);
  }

  /// The turn with this id.
  public Optional<TurnHead> turnHead(long id) throws SQLException {
    return new TextReader(connection).turn(id);
  }

  /// The records that tell texts of the kind of `text` of its step or turn.
  public List<Long> textRecords(TextRow text) throws SQLException {
    return new TextReader(connection).records(text);
  }

  /// How many records' text has not been indexed yet.
  public long textBehind() throws SQLException {
    return next() - number("text_next");
  }

  /// The steps with these ids, in the order of the ids.
  public List<StepRow> stepsById(List<Long> ids) throws SQLException {
    return steps.byIds(ids);
  }

  /// A number that is another once something has been written to the index.
  public long state() throws SQLException {
    return new Sql().add("PRAGMA data_version").number(connection);
  }

  /// Whose work these steps are, by step.
  public Map<Long, StepAuthor> authors(Collection<Long> steps) throws SQLException {
    return new AuthorReader(connection).of(steps);
  }

  /// The numbers of the sessions that `filter` asks for.
  public List<Long> sessionRefs(SessionFilter filter) throws SQLException {
    return sessions.refs(filter);
  }

  /// What the session with this number is called.
  public SessionName sessionName(long ref) throws SQLException {
    return sessions.name(ref);
  }

  /// Whether any session has text, and not only what capture mode `metadata` keeps.
  public boolean hasText() throws SQLException {
    return new Sql()
            .add("SELECT EXISTS (SELECT 1 FROM session WHERE mode <> 'metadata')")
            .number(connection)
        > 0;
  }

  /// Costs of calls under headings of one kind, or of two.
  public List<CostRow> costs(CostReader.By by, Optional<CostReader.By> then, CostReader.Calls calls)
      throws SQLException {
    return new CostReader(connection).list(by, then, calls);
  }

  /// The session's counts of one kind, by name.
  public Map<String, Long> tally(long session, String kind) throws SQLException {
    var counts = new TreeMap<String, Long>();
    new Sql()
        .add("SELECT name, count FROM tally WHERE session = ? AND kind = ?", session, kind)
        .list(connection, row -> counts.put(row.getString(1), row.getLong(2)));
    return counts;
  }

  /// The session's facts of one kind, by key.
  public Map<String, String> facts(long session, String kind) throws SQLException {
    var facts = new TreeMap<String, String>();
    new Sql()
        .add("SELECT key, value FROM fact WHERE session = ? AND kind = ?", session, kind)
        .list(connection, row -> facts.put(row.getString(1), row.getString(2)));
    return facts;
  }

  /// What was checked in a session whether its agent may do it, by time.
  public List<PermissionRow> permissions(long session) throws SQLException {
    return new PermissionReader(connection).ofSession(session);
  }

  /// What was checked before or while a step ran, by time.
  public List<PermissionRow> permissionsOfStep(long step) throws SQLException {
    return new PermissionReader(connection).ofStep(step);
  }

  /// What was captured of these sessions, or of all where the list is empty, in the order of ids.
  public List<CaptureRow> capture(List<Long> sessionRefs) throws SQLException {
    return new CaptureReader(connection).list(sessionRefs);
  }

  /// The version of the prices that the costs were computed with.
  public Optional<String> priceVersion() throws SQLException {
    return Optional.ofNullable(Meta.get(connection, "prices"));
  }

  /// How many records the index has seen.
  public long next() throws SQLException {
    return number("next");
  }

  private long number(String key) throws SQLException {
    return new Sql()
        .add("SELECT coalesce((SELECT value FROM meta WHERE key = ?), 0)", key)
        .number(connection);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
