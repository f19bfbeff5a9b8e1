package dev.clew.query;

import dev.clew.index.SessionFilter;
import dev.clew.index.SessionRow;
import dev.clew.index.VersionReader;
import dev.clew.recorder.Following;
import dev.clew.recorder.ImportListener;
import dev.clew.recorder.RunningRecorder;
import dev.clew.recorder.Settings;
import dev.clew.recorder.Spool;
import dev.clew.workspace.restore.Restore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// How the store and its recorder are.
public final class StatusQuestion implements Question<StatusQuestion.Status> {
  /// How it is.
  ///
  /// @param spool the hooks that wait to be stored
  /// @param entries how many entries the index has seen
  /// @param textBehind how many of them cannot be searched yet
  /// @param linesDue what was recorded and is in no answer about lines yet
  /// @param following how the recorder follows the agents' folders; empty when it does not
  /// @param waiting moves that wait for somebody
  /// @param sessions the newest sessions and what is missing from them
  public record Status(
      Optional<RunningRecorder> recorder,
      Path home,
      long storeBytes,
      Spool.Waiting spool,
      long entries,
      long textBehind,
      VersionReader.Due linesDue,
      Settings settings,
      Optional<String> priceVersion,
      Optional<ImportListener.Progress> importing,
      Optional<Following> following,
      List<WaitingMove> waiting,
      List<SessionStatus> sessions) {}

  /// What is missing from a session.
  ///
  /// @param gaps what its transcript tells to be missing
  public record SessionStatus(
      SessionRow session, CaptureProof.Proof proof, Map<String, Long> gaps) {}

  @Override
  public String name() {
    return "status";
  }

  @Override
  public String summary() {
    return "Say whether the recorder runs, what the store holds and what is missing from it.";
  }

  @Override
  public List<Shape> rows() {
    return List.of(
        Shape.of(
            "status",
            "How the store and its recorder are.",
            """
            recorder: text - running or stopped
            pid?: number - the recorder's process
            url?: text - the page's address, without its token
            home: text - the store's folder
            store_bytes: number - how large it is
            spool: number - hooks that wait to be stored
            spool_oldest?: time - when the oldest of them fired
            spool_failed?: number - hooks that could not be stored and were set aside
            entries: number - records in the index
            text_behind: number - how many of them cannot be searched yet
            lines_behind: number - changes, commits and steps that no answer about lines has yet
            lines_due?: [text] - the workspaces that they are of
            redaction_level: text - standard, strict or paranoid
            capture_mode: text - content or metadata
            price_version?: text - the prices that costs are computed with
            moves?: flag - whether the recorder runs on a system where it can bring files back
            importing?: progress - how far an import has come
            following?: following - how the recorder follows the agents' folders
            waiting?: [waiting_move] - moves that wait for somebody: their conflicts, or their commit
            sessions: [session_status] - the newest sessions
            """));
  }

  @Override
  public List<Shape> parts() {
    return List.of(
        Shape.of(
            "session_status",
            "What is missing from a session.",
            """
            session: id - the session
            agent: text - the agent
            source: text - hooks where they were heard or should have been, else transcript
            captured: number - calls of tools that were captured, with sub-agents
            expected: number - calls of tools, with sub-agents
            late: number - calls of which something was told late
            last_hook_at?: time - the last heartbeat: when the last hook fired
            gaps: [gap] - what is missing
            """),
        WaitingMove.SHAPE,
        Shape.of(
            "following",
            "How the recorder follows the agents' folders.",
            """
            folders: [followed_folder] - the folders
            watched: number - folders that the system tells of
            scanned: number - folders that are looked at every few seconds
            scanned_because?: text - why some are
            problems: [problem] - what could not be read
            """),
        Shape.of(
            "followed_folder",
            "A folder that is followed.",
            """
            path: text - the folder
            exists: flag - whether it is there
            """),
        Shape.of(
            "problem",
            "What could not be read.",
            """
            place: text - the file, or the store
            reason: text - why
            """),
        Shape.of(
            "progress",
            "How far an import has come.",
            """
            files: number - files to read
            files_done: number - files read
            bytes: number - bytes to read
            bytes_done: number - bytes read
            """));
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(Parameter.number("limit", "sessions at most"));
  }

  @Override
  public Answer<Status> ask(Request request, Sources sources)
      throws QueryException, SQLException, IOException {
    var home = sources.home();
    var sessions = new ArrayList<SessionStatus>();
    long entries = 0;
    long textBehind = 0;
    var linesDue = new VersionReader.Due(0, 0, List.of());
    Optional<String> prices = Optional.empty();
    if (home.exists()) {
      var index = sources.index();
      var newest = index.sessions(SessionFilter.all(true), Filters.newest(request.limit())).rows();
      var gaps = Gaps.of(index, newest, sources.clock());
      var proofs = new CaptureProof(index, sources.clock()).of(newest);
      for (var i = 0; i < newest.size(); i++) {
        var session = newest.get(i);
        sessions.add(
            new SessionStatus(session, proofs.get(i), gaps.getOrDefault(session.ref(), Map.of())));
      }
      entries = index.next();
      textBehind = index.textBehind();
      linesDue = index.versions().due();
      prices = index.priceVersion();
    }
    var running = RunningRecorder.find(home);
    return Answer.of(
        List.of(
            new Status(
                running,
                home.folder(),
                bytes(home.folder()),
                new Spool(home.spool()).waiting(),
                entries,
                textBehind,
                linesDue,
                Settings.load(home.config()),
                prices,
                sources.importing(),
                running.isPresent() ? Following.find(home) : Optional.empty(),
                home.exists() ? WaitingMove.all(home, sources.index()) : List.of(),
                sessions)));
  }

  private static long bytes(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (var files = Files.walk(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public void write(Status status, JsonGenerator json) {
    json.writeStartObject();
    var fields = new Fields(json);
    fields.text("recorder", status.recorder.isPresent() ? "running" : "stopped");
    status.recorder.ifPresent(
        running -> fields.number("pid", running.pid()).text("url", running.url()));
    fields
        .text("home", status.home.toString())
        .number("store_bytes", status.storeBytes)
        .number("spool", status.spool.frames())
        .at("spool_oldest", status.spool.oldest().map(Instant::toEpochMilli).orElse(null))
        .number("spool_failed", status.spool.failed() == 0 ? null : status.spool.failed())
        .number("entries", status.entries)
        .number("text_behind", status.textBehind)
        .number("lines_behind", status.linesDue.changes() + status.linesDue.steps());
    if (!status.linesDue.workspaces().isEmpty()) {
      fields.texts("lines_due", status.linesDue.workspaces());
    }
    fields
        .text("redaction_level", status.settings.redactionLevel().name().toLowerCase(Locale.ROOT))
        .text("capture_mode", status.settings.captureMode().wire())
        .text("price_version", status.priceVersion.orElse(null))
        .flag("moves", status.recorder.isPresent() && Restore.isPossible());
    status.importing.ifPresent(progress -> write(progress, json));
    status.following.ifPresent(following -> write(following, json));
    if (!status.waiting.isEmpty()) {
      json.writeArrayPropertyStart("waiting");
      status.waiting.forEach(each -> each.write(json));
      json.writeEndArray();
    }
    json.writeArrayPropertyStart("sessions");
    for (var session : status.sessions) {
      json.writeStartObject();
      var proof = session.proof;
      new Fields(json)
          .text("session", session.session.id())
          .text("agent", session.session.agent())
          .text("source", proof.source())
          .number("captured", proof.captured())
          .number("expected", proof.expected())
          .number("late", proof.late())
          .at("last_hook_at", proof.heartbeat());
      Gaps.write(proof.missing(), session.gaps, json);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(Following following, JsonGenerator json) {
    json.writeObjectPropertyStart("following");
    json.writeArrayPropertyStart("folders");
    following
        .folders()
        .forEach((folder, exists) -> {
          json.writeStartObject();
          json.writeStringProperty("path", folder.toString());
          json.writeBooleanProperty("exists", exists);
          json.writeEndObject();
        });
    json.writeEndArray();
    new Fields(json).number("watched", following.watched()).number("scanned", following.scanned());
    if (!following.scannedBecause().isEmpty()) {
      json.writeStringProperty("scanned_because", following.scannedBecause());
    }
    json.writeArrayPropertyStart("problems");
    following
        .problems()
        .forEach((place, what) -> {
          json.writeStartObject();
          json.writeStringProperty("place", place);
          json.writeStringProperty("reason", what);
          json.writeEndObject();
        });
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(ImportListener.Progress progress, JsonGenerator json) {
    json.writeObjectPropertyStart("importing");
    new Fields(json)
        .number("files", progress.files())
        .number("files_done", progress.filesDone())
        .number("bytes", progress.bytes())
        .number("bytes_done", progress.bytesDone());
    json.writeEndObject();
  }
}
