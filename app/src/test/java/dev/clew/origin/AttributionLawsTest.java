package dev.clew.origin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.event.Confidence;
import dev.clew.event.FileEdit;
import dev.clew.event.FileOp;
import dev.clew.event.FileTouch;
import dev.clew.event.FileVersion;
import dev.clew.event.OriginClass;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.event.StepKind;
import dev.clew.testing.Cases;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Plays agents and a person who change files at once, keeps book of who did what, and asks.
class AttributionLawsTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final int FILES = 5;

  /// Who changed a file; a person is no step.
  private record Deed(String file, @Nullable SpanId step, boolean edit) {}

  private static final class Game {
    private final RandomGenerator random;
    private final Map<String, String> before = new TreeMap<>();
    private final Map<String, String> now;
    private final List<Activity> activities = new ArrayList<>();
    private final List<Runnable> moves = new ArrayList<>();
    private final List<Deed> deeds = new ArrayList<>();
    private final Set<String> named = new HashSet<>();
    private boolean opaque;
    private boolean person;
    private int unique;

    Game(RandomGenerator random) {
      this.random = random;
      for (var i = 0; i < FILES; i++) {
        var text = new StringBuilder();
        for (var line = 0; line < 12; line++) {
          text.append("f%d line %d\n".formatted(i, line));
        }
        before.put("f" + i, text.toString());
      }
      now = new TreeMap<>(before);
    }

    private String file() {
      return "f" + random.nextInt(FILES);
    }

    private SpanId call(
        StepKind kind, @Nullable String command, int seconds, List<FileTouch> touched) {
      var session = SessionKey.main("claude", "s" + random.nextInt(3));
      var step = SpanId.ofToolCall(session, "call" + unique++);
      activities.add(
          new Activity(
              session, step, kind, touched, command, "/r", NOW.minusSeconds(seconds), NOW));
      return step;
    }

    /// An edit of one line, which no other edit touches.
    void edit() {
      var file = file();
      var line = "f%s line %d\n".formatted(file.substring(1), activities.size() % 12);
      var mine = "edited %d\n".formatted(unique);
      var edit = new FileEdit.Replace(null, line, mine, false);
      var step =
          call(
              StepKind.FILE_WRITE,
              null,
              1,
              List.of(new FileTouch(file, FileOp.MODIFY, 1, 1, edit)));
      moves.add(() -> change(file, now.get(file).replace(line, mine), step, true));
    }

    void append() {
      var file = file();
      var text = "said %d\n".formatted(unique);
      var step = call(StepKind.BASH_COMMAND, "echo 'x' >> " + file, 1, List.of());
      named.add(file);
      moves.add(() -> change(file, now.get(file) + text, step, false));
    }

    void run(int seconds) {
      var file = file();
      var text = "made %d\n".formatted(unique);
      var step = call(StepKind.BASH_COMMAND, "make", seconds, List.of());
      opaque |= seconds <= 10;
      moves.add(() -> change(file, text + now.get(file), step, false));
    }

    void read() {
      call(StepKind.BASH_COMMAND, "cat " + file(), 1, List.of());
    }

    void save() {
      var file = file();
      var text = "typed %d\n".formatted(unique++);
      person = true;
      moves.add(() -> {
        if (!named.contains(file)) {
          change(file, now.get(file) + text, null, false);
        }
      });
    }

    private void change(String file, String after, @Nullable SpanId step, boolean edit) {
      if (!after.equals(now.put(file, after))) {
        deeds.add(new Deed(file, step, edit));
      }
    }

    void play() {
      for (var i = random.nextInt(5); i >= 0; i--) {
        switch (random.nextInt(7)) {
          case 0, 1 -> edit();
          case 2 -> append();
          case 3 -> run(random.nextBoolean() ? 3 : 300);
          case 4 -> read();
          default -> save();
        }
      }
      Collections.shuffle(moves, new Random(random.nextLong()));
      moves.forEach(Runnable::run);
    }

    List<SeenChange> changes() {
      return before.keySet().stream()
          .filter(file -> !before.get(file).equals(now.get(file)))
          .map(this::seen)
          .toList();
    }

    private SeenChange seen(String file) {
      return new SeenChange(
          file,
          null,
          FileOp.MODIFY,
          version(before.get(file)),
          version(now.get(file)),
          new SeenChange.Contents() {
            @Override
            public byte[] before() {
              return before.get(file).getBytes(UTF_8);
            }

            @Override
            public byte[] after() {
              return now.get(file).getBytes(UTF_8);
            }
          });
    }

    private static FileVersion version(String text) {
      return new FileVersion("s" + text.hashCode(), null, text.length(), "100644", null);
    }

    Between between() {
      // Without a hint at a person, what they do beside a short command that nobody knows is lost.
      return new Between(
          "/r", NOW, true, person && opaque, activities, List.of(), Map.of(), List.of());
    }

    List<Deed> deeds(String file) {
      return deeds.stream().filter(deed -> deed.file.equals(file)).toList();
    }
  }

  @Test
  void no_claim_is_false_and_no_step_that_did_something_is_left_out() {
    Cases.forAll(
        1000,
        random -> {
          var game = new Game(random);
          game.play();
          var changes = game.changes();
          var findings = Attribution.of(game.between(), changes);
          for (var i = 0; i < changes.size(); i++) {
            check(game, changes.get(i), findings.get(i));
          }
        });
  }

  private static void check(Game game, SeenChange change, List<Finding> findings) {
    var deeds = game.deeds(change.path());
    var steps = new HashSet<@Nullable SpanId>();
    deeds.forEach(deed -> steps.add(deed.step));
    var told = new HashSet<SpanId>();
    for (var finding : findings) {
      told.addAll(finding.candidates());
      var by = finding.by();
      if (by != null) {
        told.add(by.id());
        assertThat(steps).as("the step did it").contains(by.id());
      }
      switch (finding.origin()) {
        case HUMAN -> assertThat(steps).containsOnlyNulls();
        case AGENT -> assertThat(by).isNotNull();
        case UNKNOWN -> assertThat(by).isNull();
        case VCS, BASELINE -> throw new AssertionError("nothing came through Git");
      }
    }
    if (game.activities.isEmpty()) {
      assertThat(findings.getFirst().origin()).isEqualTo(OriginClass.HUMAN);
    }
    if (deeds.stream().allMatch(Deed::edit)) {
      assertThat(findings)
          .hasSize(deeds.size())
          .allMatch(finding -> finding.confidence() == Confidence.EXACT);
    } else if (findings.stream().allMatch(each -> each.origin() == OriginClass.UNKNOWN)) {
      steps.remove(null);
      assertThat(told).containsAll(steps);
    }
  }
}
