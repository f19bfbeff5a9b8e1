package dev.clew.recorder;

import dev.clew.capture.Attachment;
import dev.clew.capture.Attachments;
import dev.clew.capture.HookEnvelope;
import dev.clew.capture.RecordContext;
import dev.clew.capture.Transcripts;
import dev.clew.capture.workspace.SessionRecord;
import dev.clew.capture.workspace.SessionRecords;
import dev.clew.capture.workspace.WorkspaceRecord;
import dev.clew.capture.workspace.WorkspaceRecordWriter;
import dev.clew.capture.workspace.WorkspaceRecords;
import dev.clew.content.RandomBytes;
import dev.clew.content.SealedObject;
import dev.clew.content.Sealer;
import dev.clew.content.SourceCount.Amount;
import dev.clew.event.Event;
import dev.clew.event.RecordId;
import dev.clew.event.SessionKey;
import dev.clew.redact.Redactor;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/// Makes records ready to be stored, one line or hook at a time, in this order: take images out,
/// redact, seal, understand. The raw line goes no further than this class.
///
/// Not safe for use by several threads: each worker has its own.
final class Preparer implements AutoCloseable {
  private static final int SALT = 16;
  private static final int SESSIONS = 10_000;

  /// What all lines of a file have in common.
  ///
  /// @param folder the working directory of lines that name none; empty when it is not known
  record Source(Transcripts adapter, String stream, SessionKey session, String folder) {}

  /// Where a record stands.
  ///
  /// @param session the conversation its file belongs to
  private record Origin(SessionKey session, String stream, long position, long line) {}

  /// What hooks' records have in place of a file's name.
  private static final String HOOKS = "clew/hooks";

  private static final String WORKSPACES = "clew/workspaces";

  private static final String LOOKED_UP = "clew/sessions";

  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  private final Supplier<Redactor> redactor;
  private final KeyedHash hash;
  private final Settings settings;
  private final Interpreter interpreter;
  private final MetadataOnly metadata;
  private final Sealer sealer;
  private final RandomBytes random;
  private final Commitments commitments = new Commitments();
  private final Map<SessionKey, String> sessionIds = new HashMap<>();

  Preparer(
      Supplier<Redactor> redactor,
      KeyedHash hash,
      Settings settings,
      Interpreter interpreter,
      Sealer sealer,
      SecureRandom random) {
    this.redactor = redactor;
    this.hash = hash;
    this.settings = settings;
    this.interpreter = interpreter;
    this.metadata = new MetadataOnly(hash);
    this.sealer = sealer;
    this.random = new RandomBytes(random);
  }

  /// The records of one line; several when values are glued together, none when it is blank.
  List<Prepared> prepare(Source source, Lines.Line line, long number) {
    if (line.bytes().length != line.length()) {
      var note = "⟦not kept: a line of %d bytes⟧".formatted(line.length());
      var length = new Amount(1, line.length());
      return List.of(
          malformed(source, line, number, "length", note, new Prepared.Removed(0, length)));
    }
    try {
      var records = new ArrayList<Prepared>(1);
      for (var value : Json.values(line.bytes())) {
        var whole = value.from() == 0 && value.to() == line.bytes().length;
        var bytes =
            whole ? line.bytes() : Arrays.copyOfRange(line.bytes(), value.from(), value.to());
        records.add(record(source, value.node(), bytes, line.offset() + value.from(), number));
      }
      return records;
    } catch (Json.MalformedException e) {
      var redacted = redactor.get().malformed(line.bytes());
      return List.of(
          malformed(source, line, number, e.why(), redacted.text(), removed(redacted.counts())));
    }
  }

  private Prepared record(Source source, JsonNode node, byte[] bytes, long position, long number) {
    var adapter = source.adapter;
    var session = adapter.sessionOf(node, source.session).orElse(source.session);
    var cwd = node.path("cwd").asString(source.folder);
    var mode = settings.captureMode(cwd);
    var id = id(source, adapter.recordName(node).orElse(""), session, position, bytes);
    var extracted = Attachments.extract(bytes);
    var redacted = redactor.get().json(extracted.json());
    var payload = mode == CaptureMode.METADATA ? metadata.reduce(redacted.json()) : redacted.json();
    var kept =
        mode == CaptureMode.METADATA ? List.<SealedObject>of() : sealed(extracted.attachments());
    var kind = RecordKind.of(adapter);
    var context = new RecordContext(id, source.session, position);
    var events =
        Arrays.equals(payload, bytes)
            ? interpreter.events(kind, context, node)
            : interpreter.events(kind, context, payload);
    return seal(
        id,
        new Origin(source.session, source.stream, position, number),
        session,
        cwd,
        kind,
        payload,
        kept,
        mode,
        events,
        new Prepared.Removed(
            count(redacted.counts()),
            mode == CaptureMode.METADATA ? amount(extracted.attachments()) : Amount.NONE));
  }

  /// The record of a hook.
  Prepared hook(HeardHook hook) {
    return hook.bad() == null ? heard(hook) : unheard(hook, hook.bad());
  }

  private Prepared heard(HeardHook hook) {
    var frame = hook.frame();
    var raw = hook.envelope();
    var session = session(hook, raw);
    var call = hook.call();
    var cwd = call == null ? raw.payload().path("cwd").asString("") : call.cwd();
    var mode = settings.captureMode(cwd);
    var extracted = Attachments.extract(raw.payload().isNull() ? NULL : frame.payload());
    var redacted = redactor.get().json(extracted.json());
    var metadataOnly = mode == CaptureMode.METADATA;
    var stored = raw.stored(metadataOnly ? metadata.reduce(redacted.json()) : redacted.json());
    var kind = RecordKind.hook(hook.agent());
    var context = new RecordContext(hook.id(), session, frame.stampNs());
    return seal(
        hook.id(),
        new Origin(session, HOOKS, frame.stampNs(), 1),
        session,
        cwd,
        kind,
        stored,
        metadataOnly ? List.of() : sealed(extracted.attachments()),
        mode,
        interpreter.events(kind, context, stored),
        new Prepared.Removed(
            count(redacted.counts()),
            metadataOnly ? amount(extracted.attachments()) : Amount.NONE));
  }

  private static SessionKey session(HeardHook hook, HookEnvelope envelope) {
    var hooks = hook.hooks();
    return hooks == null ? SessionKey.main(hook.agent(), "unknown") : hooks.sessionOf(envelope);
  }

  /// A hook whose payload cannot be read: nor can where its agent worked, so that its text is kept
  /// only where it would be everywhere.
  private Prepared unheard(HeardHook hook, String why) {
    var frame = hook.frame();
    var session = SessionKey.main(hook.agent(), "unknown");
    var kind = RecordKind.malformed(hook.agent(), why);
    var redacted = redactor.get().malformed(frame.payload());
    var mode =
        settings.repositories().containsValue(CaptureMode.METADATA)
            ? CaptureMode.METADATA
            : settings.captureMode();
    var text =
        frame.payload().length != frame.length() || mode == CaptureMode.METADATA
            ? "⟦not kept: a payload of %d bytes⟧".formatted(frame.length())
            : redacted.text();
    var context = new RecordContext(hook.id(), session, frame.stampNs());
    return seal(
        hook.id(),
        new Origin(session, HOOKS, frame.stampNs(), 1),
        session,
        "",
        kind,
        text.getBytes(StandardCharsets.UTF_8),
        List.of(),
        mode,
        Interpreter.malformed(kind, context),
        removed(redacted.counts()));
  }

  /// The record of a look at a workspace.
  ///
  /// @param workspace the conversation that what nobody did in it belongs to
  /// @param root its folder
  /// @param objects what the look brought; left out where contents may not be kept
  Prepared look(
      WorkspaceRecord look, SessionKey workspace, String root, List<SealedObject> objects) {
    var mode = settings.captureMode(root);
    var metadataOnly = mode == CaptureMode.METADATA;
    var writer =
        metadataOnly
            ? new WorkspaceRecordWriter(
                metadata::hashed, content -> hash.hex("content", content, content.length()))
            : new WorkspaceRecordWriter(
                name -> redactor.get().text(name).text(), content -> content);
    var stored = writer.bytes(look);
    var id = RecordId.derive("clew", "workspace", workspace.agentSession(), look.name());
    var context = new RecordContext(id, workspace, look.number());
    return seal(
        id,
        new Origin(workspace, WORKSPACES, look.number(), 1),
        look.session(),
        root,
        WorkspaceRecords.KIND,
        stored,
        metadataOnly ? List.of() : objects,
        mode,
        interpreter.events(WorkspaceRecords.KIND, context, stored),
        new Prepared.Removed(0, Amount.NONE));
  }

  /// The record of what was looked up about a session.
  ///
  /// @param name its own name: the same for what is looked up at the same hook
  /// @param root the workspace's folder
  Prepared session(SessionRecord told, String name, String root) {
    var mode = settings.captureMode(root);
    UnaryOperator<String> text =
        mode == CaptureMode.METADATA
            ? metadata::hashed
            : value -> redactor.get().text(value).text();
    var stored = new SessionRecords().bytes(told, text);
    var id = RecordId.derive("clew", "session", sessionId(told.session()), name);
    var context = new RecordContext(id, told.session(), Event.Header.NOWHERE);
    return seal(
        id,
        new Origin(told.session(), LOOKED_UP, told.at().toEpochMilli(), 1),
        told.session(),
        root,
        SessionRecords.KIND,
        stored,
        List.of(),
        mode,
        interpreter.events(SessionRecords.KIND, context, stored),
        new Prepared.Removed(0, Amount.NONE));
  }

  private List<SealedObject> sealed(List<Attachment> attachments) {
    return attachments.stream().map(each -> sealer.seal(each.bytes())).toList();
  }

  private Prepared malformed(
      Source source,
      Lines.Line line,
      long number,
      String why,
      String text,
      Prepared.Removed removed) {
    var kind = RecordKind.malformed(source.adapter.agent(), why);
    var id = id(source, "", source.session, line.offset(), line.bytes());
    var mode = settings.captureMode(source.folder);
    var kept =
        mode == CaptureMode.METADATA ? "⟦not kept: %d bytes⟧".formatted(line.length()) : text;
    var context = new RecordContext(id, source.session, line.offset());
    return seal(
        id,
        new Origin(source.session, source.stream, line.offset(), number),
        source.session,
        "",
        kind,
        kept.getBytes(StandardCharsets.UTF_8),
        List.of(),
        mode,
        Interpreter.malformed(kind, context),
        removed);
  }

  /// A record that its agent names is the same record wherever it turns up, unless its bytes
  /// differ; any other is known by its place.
  private RecordId id(Source source, String name, SessionKey session, long position, byte[] bytes) {
    var digest = hash.hex("record", bytes, 32);
    var agent = source.adapter.agent();
    var file = source.adapter.isOneFilePerSession() ? "" : source.stream;
    return name.isEmpty()
        ? RecordId.derive(agent, sessionId(session), file, Long.toString(position), digest)
        : RecordId.derive(agent, sessionId(session), name, digest);
  }

  private String sessionId(SessionKey session) {
    if (sessionIds.size() > SESSIONS) {
      sessionIds.clear();
    }
    return sessionIds.computeIfAbsent(session, SessionKey::id);
  }

  private Prepared seal(
      RecordId id,
      Origin origin,
      SessionKey session,
      String cwd,
      String kind,
      byte[] payload,
      List<SealedObject> attachments,
      CaptureMode mode,
      List<Event> events,
      Prepared.Removed removed) {
    var salt = new byte[SALT];
    random.nextBytes(salt);
    return new Prepared(
        id,
        origin.session,
        sessionId(session),
        cwd.isEmpty() ? "" : hash.hex("repository", cwd, 16),
        kind,
        origin.stream,
        origin.position,
        origin.line,
        sealer.seal(payload),
        attachments,
        salt,
        commitments.toSource(salt, id),
        commitments.toPayload(salt, payload),
        mode,
        events,
        removed);
  }

  private static Amount amount(List<Attachment> attachments) {
    return new Amount(
        attachments.size(), attachments.stream().mapToLong(each -> each.bytes().length).sum());
  }

  private static Prepared.Removed removed(Map<String, Integer> counts) {
    return new Prepared.Removed(count(counts), Amount.NONE);
  }

  private static int count(Map<String, Integer> counts) {
    var sum = 0;
    for (var each : counts.values()) {
      sum += each;
    }
    return sum;
  }

  @Override
  public void close() {
    sealer.close();
  }
}
