package dev.clew.recorder;

import dev.clew.capture.RecordContext;
import dev.clew.capture.workspace.WorkspaceRecord;
import dev.clew.capture.workspace.WorkspaceRecord.Told;
import dev.clew.capture.workspace.WorkspaceRecordWriter;
import dev.clew.capture.workspace.WorkspaceRecords;
import dev.clew.content.SealedObject;
import dev.clew.content.Sealer;
import dev.clew.event.Confidence;
import dev.clew.event.FileOp;
import dev.clew.event.FileVersion;
import dev.clew.event.GitMove;
import dev.clew.event.OriginClass;
import dev.clew.event.RecordId;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.event.StaleWrite;
import dev.clew.event.WorkspaceChange;
import dev.clew.event.WorkspaceState;
import dev.clew.testing.World;
import dev.clew.workspace.Limits;
import dev.clew.workspace.RootChoice;
import dev.clew.workspace.Workspace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Looks at a workspace that never was: records as the recorder makes them, told by a test.
public final class Looks {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final World world;
  private final String root;
  private final SessionKey session;
  private final List<Prepared> records = new ArrayList<>();
  private final List<byte[]> contents = new ArrayList<>();
  private final List<Told<WorkspaceChange>> changes = new ArrayList<>();
  private final List<Told<GitMove>> moves = new ArrayList<>();
  private final List<Told<StaleWrite>> stale = new ArrayList<>();
  private final List<Told<WorkspaceRecord.Missed>> missed = new ArrayList<>();
  private int number;

  /// Looks at the workspace in folder `root`, told of `session`.
  public Looks(World world, String root, SessionKey session) {
    this.world = world;
    this.root = root;
    this.session = session;
  }

  /// Has the records numbered from here on: two of one number are one record.
  public Looks from(int first) {
    number = first;
    return this;
  }

  /// A file as it was seen.
  public FileVersion file(String content) {
    return file(content.getBytes(StandardCharsets.UTF_8), "100644");
  }

  /// The same with its bytes and its mode.
  public FileVersion file(byte[] content, String mode) {
    contents.add(content);
    return new FileVersion(sha256(content), "ab".repeat(20), content.length, mode, null);
  }

  /// A file that is kept in pieces.
  public FileVersion inPieces(String... pieces) {
    var list = new ByteArrayOutputStream();
    list.writeBytes(new byte[] {'c', 'l', 'p', 1});
    for (var piece : pieces) {
      contents.add(piece.getBytes(StandardCharsets.UTF_8));
      list.writeBytes(HexFormat.of().parseHex(sha256(piece.getBytes(StandardCharsets.UTF_8))));
    }
    contents.add(list.toByteArray());
    var whole = String.join("", pieces).getBytes(StandardCharsets.UTF_8);
    return new FileVersion(
        sha256(whole), "ab".repeat(20), whole.length, "100644", null, sha256(list.toByteArray()));
  }

  /// A file whose bytes are not kept.
  public FileVersion notKept(String reason) {
    return new FileVersion("00".repeat(32), null, 7, "100644", reason);
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /// A step of the session changed a file.
  public Looks changed(
      SpanId step, String path, @Nullable FileVersion before, @Nullable FileVersion after) {
    return changed(step, path, null, before, after, OriginClass.AGENT, Confidence.EXACT);
  }

  /// A file changed.
  public Looks changed(
      @Nullable SpanId step,
      String path,
      @Nullable String from,
      @Nullable FileVersion before,
      @Nullable FileVersion after,
      OriginClass origin,
      Confidence confidence) {
    var op =
        before == null
            ? FileOp.CREATE
            : after == null ? FileOp.DELETE : from == null ? FileOp.MODIFY : FileOp.RENAME;
    var change =
        new WorkspaceChange(
            root,
            path,
            from,
            op,
            before,
            after,
            origin,
            confidence,
            List.of(origin == OriginClass.AGENT ? "edit_arguments" : "outside_intervals"),
            List.of(),
            1,
            before == null ? 0 : 1,
            null);
    changes.add(new Told<>(step == null ? WorkspaceRecord.nobody("w") : session, step, change));
    return this;
  }

  /// Git did something.
  public Looks moved(@Nullable SpanId step, String what, String after, String operation) {
    moves.add(new Told<>(session, step, new GitMove(root, what, "HEAD", null, after, operation)));
    return this;
  }

  /// A step of the session wrote a file from a version that was no longer there.
  public Looks stale(SpanId step, StaleWrite write) {
    stale.add(new Told<>(session, step, write));
    return this;
  }

  /// Something was not captured.
  public Looks missed(@Nullable SpanId step, String what, String reason) {
    missed.add(new Told<>(session, step, new WorkspaceRecord.Missed(what, reason)));
    return this;
  }

  /// Makes a record of what was told since the last one.
  ///
  /// @param tree the snapshot's name
  public Looks look(Instant at, @Nullable SpanId step, String moment, String tree) {
    number++;
    var state = new WorkspaceState(root, moment, tree, 3, 300, 0, null, "main");
    var record =
        new WorkspaceRecord(
            "look " + number,
            number,
            null,
            at,
            session,
            List.of(new Told<>(session, step, state)),
            List.copyOf(changes),
            List.copyOf(moves),
            List.of(),
            List.copyOf(stale),
            List.copyOf(missed),
            contents.size());
    var bytes =
        new WorkspaceRecordWriter(UnaryOperator.identity(), UnaryOperator.identity()).bytes(record);
    add(WorkspaceRecords.KIND, session, bytes, List.copyOf(contents));
    changes.clear();
    moves.clear();
    stale.clear();
    missed.clear();
    contents.clear();
    return this;
  }

  /// Looks at the folder as it is on disk, and makes a record of that and of what was told since
  /// the last one; the snapshot's name.
  public String real(Instant at, @Nullable SpanId step, String moment) {
    try {
      var cache = Files.createTempDirectory(world.transcripts().getParent(), "cache");
      var place = (RootChoice.Root) RootChoice.of(Path.of(root), cache, cache);
      var hash = keys().hash();
      try (var workspace =
          Workspace.open(
              place,
              cache,
              cache,
              Map.of(),
              digest -> HexFormat.of().parseHex(hash.hex("content", digest, 64)),
              (_, _, bytes) -> contents.add(bytes),
              _ -> Optional.empty(),
              new Limits(1 << 20, 1000, 1 << 30, 0, 1),
              InstantSource.system())) {
        var tree = workspace.look(List.of()).after();
        look(at, step, moment, tree);
        return tree;
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// A hook's record of `agent`: an envelope around `payload`.
  public Looks hook(Instant at, String event, String payload) {
    number++;
    var envelope =
        "{\"clew_hook\":1,\"agent\":\"%s\",\"event\":\"%s\",\"at\":\"%s\",\"nonce\":\"n%d\",\"pid\":1,\"payload\":%s}"
            .formatted(session.agent(), event, at, number, payload);
    add(
        RecordKind.hook(session.agent()),
        session,
        envelope.getBytes(StandardCharsets.UTF_8),
        List.of());
    return this;
  }

  private void add(String kind, SessionKey key, byte[] payload, List<byte[]> attachments) {
    try (var sealer = new Sealer(keys().master(), RANDOM)) {
      var id = RecordId.derive("looks", key.id(), Integer.toString(number));
      var context = new RecordContext(id, key, number);
      var salt = new byte[16];
      RANDOM.nextBytes(salt);
      var commitments = new Commitments();
      records.add(
          new Prepared(
              id,
              key,
              key.id(),
              "",
              kind,
              "looks",
              number,
              1,
              sealer.seal(payload),
              attachments.stream().<SealedObject>map(sealer::seal).toList(),
              salt,
              commitments.toSource(salt, id),
              commitments.toPayload(salt, payload),
              CaptureMode.CONTENT,
              new Interpreter(world.agents()).events(kind, context, payload),
              new Prepared.Removed(0, dev.clew.content.SourceCount.Amount.NONE)));
    }
  }

  private Keys keys() {
    try {
      world.shareKey();
      return Keys.openOrCreate(world.home().create(), RANDOM);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// Stores the records.
  public void store() {
    try (var store = new Rig(world).open()) {
      store.append(records, List.of(), _ -> List.of());
    } catch (IOException | SQLException e) {
      throw new AssertionError(e);
    }
    records.clear();
  }
}
