package dev.clew.bench;

import dev.clew.capture.Agent;
import dev.clew.capture.Agents;
import dev.clew.capture.claude.ClaudeTranscripts;
import dev.clew.capture.codex.CodexTranscripts;
import dev.clew.query.Request;
import dev.clew.query.SearchQuestion;
import dev.clew.query.Sources;
import dev.clew.recorder.Home;
import dev.clew.recorder.Interpreter;
import dev.clew.redact.KnownValues;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// Asks a store's `search` in this process, as the recorder does for the page: for each query on
/// standard input, a name, a tab and the words, a line of name, words, median, least and most
/// milliseconds, median milliseconds of CPU, and how many hits the first page has.
final class SearchBench {
  private static final int PAGE = 50;

  private SearchBench() {}

  /// Arguments: the store's folder, and how often each query is asked.
  public static void main(String[] arguments) throws Exception {
    var home = new Home(Path.of(arguments[0]));
    var runs = Integer.parseInt(arguments[1]);
    var threads = ManagementFactory.getThreadMXBean();
    var question = new SearchQuestion();
    var interpreter = new Interpreter(Agents.of(Agent.of(new ClaudeTranscripts()), Agent.of(new CodexTranscripts())));
    var queries = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    try (var sources =
        new Sources(
            home,
            interpreter,
            InstantSource.system(),
            Optional::empty,
            Path.of(arguments[0]),
            KnownValues::none)) {
      for (var line : queries.lines().toList()) {
        var parts = line.split("\t", 2);
        var request =
            Request.of(question, Map.of("q", parts[1], "limit", Integer.toString(PAGE)));
        var times = new double[runs];
        var cpu = new double[runs];
        var hits = 0;
        for (var run = -Math.max(2, runs / 2); run < runs; run++) {
          var start = System.nanoTime();
          var startCpu = threads.getCurrentThreadCpuTime();
          hits = question.ask(request, sources).rows().size();
          if (run >= 0) {
            times[run] = (System.nanoTime() - start) / 1e6;
            cpu[run] = (threads.getCurrentThreadCpuTime() - startCpu) / 1e6;
          }
        }
        Arrays.sort(times);
        Arrays.sort(cpu);
        System.out.printf(
            "%s\t%s\t%.1f\t%.1f\t%.1f\t%.1f\t%d%n",
            parts[0],
            parts[1],
            times[runs / 2],
            times[0],
            times[runs - 1],
            cpu[runs / 2],
            hits);
      }
    }
  }
}
