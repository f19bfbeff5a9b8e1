package dev.clew.recorder;

import dev.clew.capture.Agent;
import dev.clew.capture.Agents;
import dev.clew.capture.Attachments;
import dev.clew.capture.RecordContext;
import dev.clew.capture.Transcripts;
import dev.clew.capture.claude.ClaudeTranscripts;
import dev.clew.content.ContentWriter;
import dev.clew.content.MasterKey;
import dev.clew.content.SealedObject;
import dev.clew.content.Sealer;
import dev.clew.content.StoredRecord;
import dev.clew.cost.PriceTable;
import dev.clew.event.Event;
import dev.clew.event.RecordId;
import dev.clew.event.SessionKey;
import dev.clew.index.IndexWriter;
import dev.clew.index.Projected;
import dev.clew.ledger.FileDisk;
import dev.clew.ledger.Ledger;
import dev.clew.redact.KnownValues;
import dev.clew.redact.RedactionLevel;
import dev.clew.redact.Redactor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Where the time of an import goes: each of its stages by itself, on one thread, warm.
///
/// `ImportStages FOLDER WORK [MEGABYTES] [ROUNDS]` reads that much of the transcripts below FOLDER
/// into memory and runs every stage over all of it, once per round; a fresh store below WORK each
/// time. Prints, per stage, megabytes of transcript per second in the last round and the stage's
/// share of the whole, by the clock and by the CPU time of the thread: the second holds on a busy
/// machine too. In this package because the stages are the recorder's own.
public final class ImportStages {
  private static final int BATCH = 2048;

  private record Raw(Preparer.Source source, Lines.Line line, long number) {}

  private final List<Raw> lines = new ArrayList<>();
  private final Map<String, Long> nanos = new LinkedHashMap<>();
  private final Map<String, Long> cpuNanos = new LinkedHashMap<>();
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final SecureRandom random = new SecureRandom();
  private final Transcripts claude = new ClaudeTranscripts();
  private long bytes;

  private ImportStages() {}

  /// Runs the stages and prints their speeds.
  public static void main(String[] arguments) throws Exception {
    var folder = Path.of(arguments[0]);
    var work = Path.of(arguments[1]);
    var megabytes = arguments.length > 2 ? Long.parseLong(arguments[2]) : 60;
    var rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 4;
    var stages = new ImportStages();
    for (var round = 0; round < rounds; round++) {
      stages.nanos.clear();
      stages.cpuNanos.clear();
      stages.read(folder, megabytes * 1_000_000);
      stages.run(work.resolve("round-" + round));
    }
    stages.print();
  }

  private void read(Path folder, long most) throws IOException {
    lines.clear();
    bytes = 0;
    var intake = new FileIntake(List.of(claude));
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(each -> each.toString().endsWith(".jsonl")).sorted().toList()) {
        if (bytes < most
            && intake.decide(file, null, java.util.Optional.empty())
                instanceof FileIntake.Decision.Read read) {
          time("read lines", () -> readFile(read.plan()));
        }
      }
    }
  }

  private void readFile(FileIntake.Plan plan) throws IOException {
    try (var in = new Lines(FileIntake.open(plan), 0)) {
      var number = 1L;
      for (var chunk = in.chunk(); !chunk.isEmpty(); chunk = in.chunk()) {
        for (var line : chunk) {
          lines.add(new Raw(plan.source(), line, number++));
          bytes += line.length() + 1;
        }
      }
    }
  }

  private interface Stage {
    void run() throws Exception;
  }

  private void time(String name, Stage stage) throws IOException {
    var start = System.nanoTime();
    var cpuStart = threads.getCurrentThreadCpuTime();
    try {
      stage.run();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(name, e);
    }
    cpuNanos.merge(name, threads.getCurrentThreadCpuTime() - cpuStart, Long::sum);
    nanos.merge(name, System.nanoTime() - start, Long::sum);
  }

  private void run(Path folder) throws IOException {
    var key = new byte[32];
    var redactor = Redactor.of(RedactionLevel.STANDARD, key, KnownValues.none());
    time("parse JSON", this::parse);
    time("find attachments", this::attachments);
    time("redact", () -> redact(redactor));
    time("seal (zstd, AES-GCM)", () -> seal(new Sealer(new MasterKey(key), random)));
    time("interpret (with parse)", () -> interpret(new Interpreter(Agents.of(Agent.of(claude)))));
    var prepared = new ArrayList<Prepared>();
    time("all of these: prepare", () -> prepare(prepared, preparer(redactor, key)));
    store(new Home(folder).create(), prepared, redactor.version());
  }

  private void parse() throws Json.MalformedException {
    for (var raw : lines) {
      try {
        Json.values(raw.line.bytes());
      } catch (Json.MalformedException e) {
        continue; // the corpus has a few, as real folders do
      }
    }
  }

  private void attachments() {
    for (var raw : lines) {
      Attachments.extract(raw.line.bytes());
    }
  }

  private void redact(Redactor redactor) {
    for (var raw : lines) {
      try {
        redactor.json(raw.line.bytes());
      } catch (RuntimeException e) {
        redactor.malformed(raw.line.bytes());
      }
    }
  }

  private void seal(Sealer sealer) {
    try (sealer) {
      for (var raw : lines) {
        sealer.seal(raw.line.bytes());
      }
    }
  }

  private void interpret(Interpreter interpreter) {
    for (var raw : lines) {
      var context =
          new RecordContext(
              RecordId.derive("bench", Long.toString(raw.number)), raw.source.session(), 0);
      try {
        interpreter.events("claude." + RecordKind.LINE, context, raw.line.bytes());
      } catch (RuntimeException e) {
        continue; // malformed
      }
    }
  }

  private Preparer preparer(Redactor redactor, byte[] key) throws IOException {
    var none = Path.of("no-such-settings.json");
    return new Preparer(
        () -> redactor,
        new KeyedHash(key),
        Settings.load(none),
        new Interpreter(Agents.of(Agent.of(claude))),
        new Sealer(new MasterKey(key), random),
        random);
  }

  private void prepare(List<Prepared> prepared, Preparer preparer) {
    try (preparer) {
      for (var raw : lines) {
        prepared.addAll(preparer.prepare(raw.source, raw.line, raw.number));
      }
    }
  }

  private void store(Home home, List<Prepared> prepared, String rules) throws IOException {
    var leaves = new ArrayList<byte[]>(prepared.size());
    var where = new Leaf.Where("0123456789abcdef", "01234567");
    time(
        "leaves",
        () -> {
          for (var record : prepared) {
            leaves.add(
                new Leaf(
                        leaves.size(),
                        Instant.now(),
                        where,
                        record.repository(),
                        record.sessionId(),
                        "01234567",
                        record.kind(),
                        record.sourceCommitment(),
                        record.payloadCommitment(),
                        rules,
                        record.mode())
                    .bytes());
          }
        });
    time("content.db", () -> content(home, prepared, leaves));
    time("ledger", () -> ledger(home, leaves));
    index(home, prepared);
  }

  private static void content(Home home, List<Prepared> prepared, List<byte[]> leaves)
      throws SQLException {
    try (var content = ContentWriter.open(home.content())) {
      for (var i = 0; i < prepared.size(); i++) {
        var record = prepared.get(i);
        if (!content.knows(record.id())) {
          content.add(
              stored(content.nextSeq(), record, record.fileSession()),
              record.payload(),
              List.<SealedObject>copyOf(record.attachments()),
              leaves.get(i));
        }
        if (i % BATCH == BATCH - 1) {
          content.leavesAreInLedger(content.nextSeq());
          content.commit();
        }
      }
      content.commit();
    }
  }

  private static StoredRecord stored(long seq, Prepared record, SessionKey session) {
    return new StoredRecord(
        seq,
        record.id(),
        session,
        record.kind(),
        record.mode().wire(),
        record.stream(),
        record.position(),
        record.line(),
        record.salt());
  }

  private void ledger(Home home, List<byte[]> leaves) throws IOException {
    var key = Keys.openOrCreate(home, random).log();
    try (var ledger = Ledger.open(home.ledger(), key, new FileDisk(), Leaf::isEntry)) {
      for (var from = 0; from < leaves.size(); from += BATCH) {
        ledger.append(leaves.subList(from, Math.min(leaves.size(), from + BATCH)));
        ledger.checkpoint();
      }
    }
  }

  private void index(Home home, List<Prepared> prepared) throws IOException {
    var batches = new ArrayList<List<Projected>>();
    var batch = new ArrayList<Projected>();
    long seq = 0;
    for (var record : prepared) {
      batch.add(new Projected(seq++, record.mode().wire(), record.kind(), List.<Event>copyOf(record.events())));
      if (batch.size() == BATCH) {
        batches.add(batch);
        batch = new ArrayList<>();
      }
    }
    batches.add(batch);
    try (var index = IndexWriter.open(home.index(), PriceTable.builtIn())) {
      time(
          "index",
          () -> {
            for (var each : batches) {
              index.apply(each);
            }
          });
      time("totals", index::refresh);
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  private void print() {
    System.out.printf(
        Locale.ROOT, "%d lines, %.1f MB, one thread, last round%n", lines.size(), bytes / 1e6);
    var parts =
        List.of(
            "read lines",
            "all of these: prepare",
            "leaves",
            "content.db",
            "ledger",
            "index",
            "totals");
    var whole = parts.stream().mapToLong(nanos::get).sum();
    var wholeCpu = parts.stream().mapToLong(cpuNanos::get).sum();
    System.out.println("| stage | ms | CPU ms | MB per CPU second | share of the CPU |");
    System.out.println("|---|---|---|---|---|");
    for (var stage : nanos.keySet()) {
      row(stage, nanos.get(stage), cpuNanos.get(stage), wholeCpu);
    }
    row("whole import", whole, wholeCpu, wholeCpu);
  }

  private void row(String stage, long wall, long cpu, long whole) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %.0f | %.0f | %.0f | %.1f %% |%n",
        stage,
        wall / 1e6,
        cpu / 1e6,
        bytes * 1e3 / cpu,
        100.0 * cpu / whole);
  }
}
