package dev.clew.recorder;

import dev.clew.event.Event;
import dev.clew.event.SpanId;
import dev.clew.event.StepKind;
import dev.clew.index.ToldStep;
import dev.clew.origin.replay.Moment;
import dev.clew.origin.replay.Suspects;
import dev.clew.origin.shell.Reach;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Who may have changed a file, by what the transcripts of the sessions that told of it hold beside
/// its edits.
final class ToldSuspects implements Suspects {
  private static final int MOST = 16;
  private static final long EVER = 0;

  private final ToldLoader loader;
  private final Set<String> sessions;
  private final Map<Long, Reach> reaches;

  /// @param sessions the ids of the sessions that tell of the files
  /// @param reaches what commands may do, by their steps: may be used again
  ToldSuspects(ToldLoader loader, Set<String> sessions, Map<Long, Reach> reaches) {
    this.loader = loader;
    this.sessions = sessions;
    this.reaches = reaches;
  }

  @Override
  public Found between(String path, Moment since, Moment until) {
    try {
      var evidence = new LinkedHashSet<String>();
      if (loader.index().changedOutside(path, since.at(), until.at())) {
        evidence.add(Found.OUTSIDE);
      }
      var named = new ArrayList<ToldStep>();
      var others = new ArrayList<ToldStep>();
      for (var step : loader.index().beside(sessions, since.at(), until.at(), "")) {
        if (!step.kind().equals(StepKind.BASH_COMMAND.wire())) {
          others.add(step);
          continue;
        }
        var reach = reach(step);
        if (reach.writes(path) || reach.affects(path) || reach.mentions(path)) {
          named.add(step);
        } else if (reach.opaque() || !reach.git().isEmpty()) {
          others.add(step);
        }
      }
      return found(evidence, named.isEmpty() ? others : named);
    } catch (SQLException e) {
      throw new ToldException(e);
    }
  }

  private static Found found(Set<String> evidence, List<ToldStep> steps) {
    for (var step : steps) {
      evidence.add(
          switch (step.kind()) {
            case "mcp_call" -> Found.MCP;
            case "subagent" -> Found.SUBAGENT;
            default -> Found.SHELL;
          });
    }
    if (evidence.isEmpty()) {
      evidence.add(Found.NOT_TOLD);
    }
    var last = steps.subList(Math.max(0, steps.size() - MOST), steps.size());
    return new Found(
        List.copyOf(evidence), last.stream().map(step -> new SpanId(step.step())).toList());
  }

  @Override
  public @Nullable Found writers(String path, Moment until) {
    try {
      var name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
      var writers = new ArrayList<ToldStep>();
      for (var step : loader.index().beside(sessions, EVER, until.at(), name)) {
        if (reach(step).writes(path)) {
          writers.add(step);
        }
      }
      return writers.isEmpty() ? null : found(new LinkedHashSet<>(), writers);
    } catch (SQLException e) {
      throw new ToldException(e);
    }
  }

  private Reach reach(ToldStep step) throws SQLException {
    var known = reaches.get(step.step());
    if (known == null) {
      var cwd = step.cwd() == null ? "" : step.cwd();
      known =
          loader
              .events(step)
              .request()
              .map(request -> Reach.of(command(request), folder(request, cwd)))
              .orElseGet(() -> Reach.of(step.title(), cwd));
      reaches.put(step.step(), known);
    }
    return known;
  }

  private static String folder(Event.ToolRequested request, String cwd) {
    return request.input().path("workdir").asString(cwd);
  }

  /// The text of a command: an argument that is a string, or the words of a program, where the
  /// script that a shell is given stands for the shell.
  private static String command(Event.ToolRequested request) {
    for (var field : List.of("command", "cmd", "script")) {
      JsonNode value = request.input().path(field);
      if (value.isString()) {
        return value.stringValue();
      }
      if (value.isArray() && !value.isEmpty()) {
        return value.get(value.size() - 1).asString("");
      }
    }
    return request.title();
  }

  /// The index could not be asked.
  static final class ToldException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ToldException(SQLException cause) {
      super(cause);
    }
  }
}
