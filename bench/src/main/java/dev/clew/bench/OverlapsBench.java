package dev.clew.bench;

import dev.clew.capture.Agent;
import dev.clew.capture.Agents;
import dev.clew.capture.claude.ClaudeTranscripts;
import dev.clew.content.ContentWriter;
import dev.clew.cost.PriceTable;
import dev.clew.index.IndexWriter;
import dev.clew.query.OverlapsQuestion;
import dev.clew.query.Request;
import dev.clew.query.Sources;
import dev.clew.recorder.Home;
import dev.clew.recorder.Interpreter;
import dev.clew.redact.KnownValues;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What `overlaps` takes over the changes of many sessions, asked in this process as the recorder
/// does, and what they cost to index.
///
/// `OverlapsBench FOLDER SESSIONS CHANGES RUNS` makes an index of so many sessions with so many
/// changes each. Prints `name value` lines: milliseconds, bytes, counts.
final class OverlapsBench {
  private static final int BATCH = 1024;
  private static final int REFRESH = 16;
  private static final int FIRST = 5;

  private OverlapsBench() {}

  /// Measures, and prints.
  public static void main(String[] arguments) throws Exception {
    var home = new Home(Path.of(arguments[0])).create();
    ContentWriter.open(home.content()).close();
    make(home, new ManyChanges(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2])));
    if (arguments[3].equals("0")) {
      return; // only what it costs to index
    }
    var interpreter = new Interpreter(Agents.of(Agent.of(new ClaudeTranscripts())));
    try (var sources =
        new Sources(
            home,
            interpreter,
            InstantSource.system(),
            Optional::empty,
            home.folder(),
            KnownValues::none)) {
      var session = sources.session("last");
      var runs = Integer.parseInt(arguments[3]);
      ask("screen", Map.of("limit", "50"), sources, runs);
      ask("far", Map.of("limit", "50", "offset", "1000"), sources, runs);
      ask("session", Map.of("limit", "50", "session", session), sources, runs);
      ask("folder", Map.of("limit", "50", "path", "/work/p3/src"), sources, runs);
      ask("lost", Map.of("limit", "50", "kind", "lost_update"), sources, runs);
      ask("since", Map.of("limit", "50", "since", "2026-03-28"), sources, runs);
      ask("all", Map.of(), sources, Math.min(runs, FIRST));
    }
  }

  private static void make(Home home, ManyChanges changes) throws Exception {
    var threads = ManagementFactory.getThreadMXBean();
    var index = home.index();
    long spent = 0;
    try (var writer = IndexWriter.open(index, PriceTable.builtIn())) {
      var records = changes.records().iterator();
      for (var batches = 1; records.hasNext(); batches++) {
        var batch = new ArrayList<dev.clew.index.Projected>();
        while (records.hasNext() && batch.size() < BATCH) {
          batch.add(records.next());
        }
        var before = threads.getCurrentThreadCpuTime();
        writer.apply(batch);
        if (batches % REFRESH == 0 || !records.hasNext()) {
          writer.refresh();
        }
        spent += threads.getCurrentThreadCpuTime() - before;
      }
      say("records", writer.next());
    }
    say("index_cpu_ms", spent / 1e6);
    say("index_bytes", Files.size(index));
  }

  private static void ask(String name, Map<String, String> values, Sources sources, int runs)
      throws Exception {
    var question = new OverlapsQuestion();
    var threads = ManagementFactory.getThreadMXBean();
    var request = Request.of(question, values);
    var wall = new double[runs];
    var cpu = new double[runs];
    var rows = 0;
    for (var run = -2; run < runs; run++) {
      var start = System.nanoTime();
      var startCpu = threads.getCurrentThreadCpuTime();
      var answer = question.ask(request, sources);
      try (var json =
          JsonFactory.builder()
              .build()
              .createGenerator(ObjectWriteContext.empty(), OutputStream.nullOutputStream())) {
        answer.rows().forEach(row -> question.write(row, json));
      }
      rows = answer.rows().size();
      if (run >= 0) {
        wall[run] = (System.nanoTime() - start) / 1e6;
        cpu[run] = (threads.getCurrentThreadCpuTime() - startCpu) / 1e6;
      }
    }
    Arrays.sort(wall);
    Arrays.sort(cpu);
    say(name + "_p50", wall[runs / 2]);
    say(name + "_least", wall[0]);
    say(name + "_most", wall[runs - 1]);
    say(name + "_cpu", cpu[runs / 2]);
    say(name + "_rows", rows);
  }

  private static void say(String name, double value) {
    System.out.printf(Locale.ROOT, value == Math.rint(value) ? "%s %.0f%n" : "%s %.1f%n", name, value);
  }
}
