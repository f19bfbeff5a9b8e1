package dev.clew.recorder;

import dev.clew.capture.Agents;
import dev.clew.capture.Hooks;
import dev.clew.capture.workspace.SessionRecord;
import dev.clew.event.SessionKey;
import dev.clew.event.WorkspaceState;
import dev.clew.event.WorktreeStatus;
import dev.clew.workspace.GitCommits;
import dev.clew.workspace.GitConfig;
import dev.clew.workspace.ObjectSource;
import dev.clew.workspace.RootChoice;
import dev.clew.workspace.WorktreeComparison;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Looks up, behind the hooks and on a thread of its own, what no hook tells of a session: where
/// its repository comes from, what it runs on, what its agent was offered, and how the work tree
/// differs from its commit when the session begins and ends.
final class SessionLookup implements AutoCloseable {
  private static final int WAITING = 256;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Agents agents;
  private final OfferedServers servers;
  private final Processes processes;
  private final LookStore records;
  private final PrintWriter log;
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(WAITING),
          Thread.ofPlatform().daemon().name("session-lookup-", 0).factory());

  SessionLookup(
      Agents agents,
      OfferedServers servers,
      Processes processes,
      LookStore records,
      PrintWriter log) {
    this.agents = agents;
    this.servers = servers;
    this.processes = processes;
    this.records = records;
    this.log = log;
  }

  /// A session as its folder was found at one of its hooks.
  ///
  /// @param pid who fired the hook
  /// @param hook the hook's own name: what is looked up twice for one hook is one record
  /// @param objects has the tree's objects
  record Moment(
      SessionKey session,
      Instant at,
      long pid,
      String hook,
      RootChoice.Root root,
      WorkspaceState state,
      ObjectSource objects) {}

  /// Looks it up soon.
  void ask(Moment moment) {
    try {
      thread.execute(() -> look(moment));
    } catch (RejectedExecutionException e) {
      note("too much waits: nothing was looked up for a session in " + moment.root.folder());
    }
  }

  private void look(Moment moment) {
    try {
      records.store(moment.root.folder(), record(moment), moment.hook);
    } catch (IOException | SQLException | RuntimeException e) {
      note("what a session ran under could not be recorded: " + e);
    }
  }

  private SessionRecord record(Moment moment) {
    var settings = new TreeMap<String, String>();
    if (!moment.state.moment().equals("session_end")) {
      settings.put(
          "os",
          "%s %s %s"
              .formatted(
                  System.getProperty("os.name"),
                  System.getProperty("os.version"),
                  System.getProperty("os.arch")));
      processes.variable(moment.pid, "SHELL").ifPresent(shell -> settings.put("shell", shell));
      if (moment.state.head() != null) {
        settings.put("base_commit", moment.state.head());
      }
      moment
          .root
          .git()
          .flatMap(GitConfig::origin)
          .ifPresent(url -> settings.put("repository_url", url));
      agents
          .hooks(moment.session.agent())
          .map(Hooks::mcpFiles)
          .flatMap(files -> servers.told(files, moment.root.folder()))
          .ifPresent(told -> settings.put("mcp_servers", told));
    }
    return new SessionRecord(
        moment.session, moment.at, settings, moment.state.branch(), worktree(moment));
  }

  private @Nullable WorktreeStatus worktree(Moment moment) {
    if (moment.root.git().isEmpty()) {
      return null;
    }
    try (var commits = GitCommits.of(moment.root)) {
      return new WorktreeComparison(moment.objects, commits)
          .compare(
              moment.root.folder().toString(),
              moment.state.moment(),
              moment.state.tree(),
              moment.state.head());
    } catch (IOException | RuntimeException e) {
      note("%s was not compared with its commit: %s".formatted(moment.root.folder(), e));
      return null;
    }
  }

  private void note(String text) {
    log.println(text);
    log.flush();
  }

  /// Does what was asked for, within its patience.
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
