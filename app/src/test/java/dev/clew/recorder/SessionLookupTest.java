package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.content.Sealer;
import dev.clew.event.SessionKey;
import dev.clew.event.WorkspaceState;
import dev.clew.index.IndexReader;
import dev.clew.redact.KnownValues;
import dev.clew.redact.RedactionLevel;
import dev.clew.redact.Redactor;
import dev.clew.workspace.ObjectSource;
import dev.clew.workspace.RootChoice;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What cannot be looked up about a session is told, and why.
class SessionLookupTest {
  private static final Redactor REDACTOR =
      Redactor.of(
          RedactionLevel.STANDARD,
          new byte[32],
          KnownValues.discover(Map.of(), Path.of("no-such-home")));

  @TempDir private Path folder;

  private static Preparer preparer(Keys keys) {
    var random = new SecureRandom();
    return new Preparer(
        () -> REDACTOR,
        keys.hash(),
        Settings.DEFAULT,
        new Interpreter(OriginRig.AGENTS),
        new Sealer(keys.master(), random),
        random);
  }

  private static SessionLookup.Moment moment(String session, OriginRig rig, ObjectSource objects) {
    var root =
        (RootChoice.Root)
            RootChoice.of(rig.root, rig.root.getParent(), rig.home().folder().toAbsolutePath());
    var state =
        new WorkspaceState(
            rig.root.toString(),
            "session_start",
            "00".repeat(32),
            0,
            0,
            0,
            rig.git("rev-parse", "HEAD").well().said().replaceAll("(?s).*: |\\s+$", ""),
            "main",
            null);
    return new SessionLookup.Moment(
        SessionKey.main("claude", session),
        rig.clock.instant(),
        ProcessHandle.current().pid(),
        session,
        root,
        state,
        objects);
  }

  private static List<String> missed(OriginRig rig, String session) throws Exception {
    rig.store().refresh();
    try (var index = IndexReader.open(rig.home().index())) {
      var refs = index.sessionsLike(SessionKey.main("claude", session).id());
      return index.workspaces().missed(refs).stream()
          .map(seen -> seen.what().what() + ": " + seen.what().reason())
          .toList();
    }
  }

  @Test
  void what_finds_no_room_in_the_queue_or_fails_is_told_as_missed() throws Exception {
    try (var rig = new OriginRig(folder)) {
      rig.git("init", "-q", "-b", "main").well();
      rig.save("a.txt", "a\n");
      rig.git("add", "-A").well();
      rig.git("commit", "-q", "-m", "first").well();
      var log = new StringWriter();
      var looking = new CountDownLatch(1);
      var goOn = new CountDownLatch(1);
      ObjectSource slow =
          _ -> {
            looking.countDown();
            try {
              assertThat(goOn.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
            throw new IOException("no objects here");
          };
      try (var records =
          new LookStore(rig.store(), preparer(rig.keys()), new SecureRandom(), rig.clock)) {
        try (var lookup =
            new SessionLookup(
                OriginRig.AGENTS,
                new OfferedServers(rig.root.getParent()),
                new Processes(Path.of("/proc")),
                records,
                new PrintWriter(log, true),
                1)) {
          lookup.ask(moment("looked-at", rig, slow));
          assertThat(looking.await(60, TimeUnit.SECONDS)).isTrue();
          lookup.ask(moment("waits", rig, slow));
          lookup.ask(moment("too-many", rig, slow));
          lookup.ask(moment("too-many-too", rig, slow));
          goOn.countDown();
        }
      }
      assertThat(missed(rig, "looked-at"))
          .singleElement()
          .asString()
          .startsWith("session_lookup: the work tree could not be compared")
          .contains("no objects here");
      assertThat(missed(rig, "waits")).hasSize(1);
      for (var lost : List.of("too-many", "too-many-too")) {
        assertThat(missed(rig, lost))
            .containsExactly(
                "session_lookup: the recorder had more to look up than it keeps waiting");
      }
      assertThat(log.toString()).contains("was not compared with its commit");
    }
  }
}
