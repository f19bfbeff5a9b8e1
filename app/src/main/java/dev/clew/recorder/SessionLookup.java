package dev.clew.recorder;

import dev.clew.capture.Agents;
import dev.clew.capture.Hooks;
import dev.clew.capture.workspace.SessionRecord;
import dev.clew.capture.workspace.WorkspaceRecord.Missed;
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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Looks up, behind the hooks and on a thread of its own, what no hook tells of a session: where
/// its repository comes from, what it runs on, what its agent was offered, and how the work tree
/// differs from its commit when the session begins and ends.
final class SessionLookup implements AutoCloseable {
  static final int WAITING = 256;

  /// What an event `capture_missed` calls it.
  private static final String WHAT = "session_lookup";

  private static final int MOST_LOST = 4096;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Agents agents;
  private final OfferedServers servers;
  private final Processes processes;
  private final LookStore records;
  private final PrintWriter log;
  private final ThreadPoolExecutor thread;
  private final BlockingQueue<Lost> lost = new LinkedBlockingQueue<>(MOST_LOST);

  /// @param waiting how many moments may wait; of one more only the loss is told
  SessionLookup(
      Agents agents,
      OfferedServers servers,
      Processes processes,
      LookStore records,
      PrintWriter log,
      int waiting) {
    this.agents = agents;
    this.servers = servers;
    this.processes = processes;
    this.records = records;
    this.log = log;
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(waiting),
            Thread.ofPlatform().daemon().name("session-lookup-", 0).factory());
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

  /// A moment that nothing was looked up for.
  private record Lost(Moment moment, String reason) {}

  private final class Look implements Runnable {
    private final Moment moment;

    Look(Moment moment) {
      this.moment = moment;
    }

    @Override
    public void run() {
      store(moment, () -> record(moment));
      tellLost();
    }
  }

  /// Looks it up soon.
  void ask(Moment moment) {
    try {
      thread.execute(new Look(moment));
    } catch (RejectedExecutionException e) {
      lose(moment, "the recorder had more to look up than it keeps waiting");
      try {
        thread.execute(this::tellLost);
      } catch (RejectedExecutionException full) {
        return; // whatever waits tells it when it is done, or the end does
      }
    }
  }

  private void lose(Moment moment, String reason) {
    if (!lost.offer(new Lost(moment, reason))) {
      note("nothing was looked up for a session in %s: %s".formatted(moment.root.folder(), reason));
    }
  }

  /// Tells what was not looked up, and why.
  private void tellLost() {
    for (var each = lost.poll(); each != null; each = lost.poll()) {
      var told = each;
      store(told.moment, () -> nothing(told));
    }
  }

  private static SessionRecord nothing(Lost lost) {
    var moment = lost.moment;
    return new SessionRecord(
        moment.session,
        moment.at,
        new TreeMap<>(),
        moment.state.branch(),
        null,
        new Missed(WHAT, lost.reason));
  }

  private void store(Moment moment, Supplier<SessionRecord> record) {
    try {
      records.store(moment.root.folder(), record.get(), moment.hook);
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
    WorktreeStatus worktree = null;
    Missed missed = null;
    try {
      worktree = worktree(moment);
    } catch (IOException | RuntimeException e) {
      note("%s was not compared with its commit: %s".formatted(moment.root.folder(), e));
      missed = new Missed(WHAT, "the work tree could not be compared with its commit: " + e);
    }
    return new SessionRecord(
        moment.session, moment.at, settings, moment.state.branch(), worktree, missed);
  }

  private static @Nullable WorktreeStatus worktree(Moment moment) throws IOException {
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
        for (var each : thread.shutdownNow()) {
          if (each instanceof Look look) {
            lose(look.moment, "the recorder stopped before it had looked it up");
          }
        }
      }
      tellLost();
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
