package dev.clew.workspace.restore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.recorder.BrokenMoves;
import dev.clew.recorder.Home;
import dev.clew.recorder.MoveDoor;
import dev.clew.testing.Cases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A move that was broken off is ended by whoever comes next.
class ResumeTest {
  @TempDir Path folder;

  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  @Test
  void a_move_killed_anywhere_is_undone_or_done_as_a_whole_by_the_next_one() {
    Cases.forAll(
        150,
        random -> {
          try {
            var name = "%032x".formatted(random.nextLong(Long.MAX_VALUE));
            var home = new Home(folder.resolve("home" + name)).create();
            var root = Files.createDirectory(folder.resolve("root" + name));
            var moves = Files.createDirectories(home.folder().resolve("moves"));
            for (var file : List.of("a", "b", "c")) {
              Files.writeString(root.resolve(file), "old");
            }
            var orders =
                List.of(
                    write("a"),
                    write("b"),
                    new Order("c", Trees.file("old", false), new State.Nothing(), null));
            var left = new int[] {random.nextInt(12)};
            var staged = new boolean[1];
            try {
              new Restore(
                      moves.resolve(name + ".json"),
                      reached -> {
                        staged[0] |= reached.equals("staged");
                        if (left[0]-- == 0) {
                          throw new Killed();
                        }
                      })
                  .apply(root, name, orders);
              staged[0] = true;
            } catch (Killed e) {
              // As by kill -9: what is on disk is all that is left.
            }
            resume(home);
            var now = Trees.of(root);
            if (staged[0]) {
              assertThat(now).containsEntry("a", "f:new").containsEntry("b", "f:new");
              assertThat(now).doesNotContainKey("c");
            } else {
              assertThat(now)
                  .hasSize(3)
                  .allSatisfy((_, held) -> assertThat(held).isEqualTo("f:old"));
            }
            assertThat(resume(home).isEmpty()).isTrue();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          } catch (SQLException | InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void one_that_cannot_be_ended_is_told_and_keeps_nothing_else_back() throws Exception {
    var home = new Home(folder.resolve("home")).create();
    var moves = Files.createDirectories(home.folder().resolve("moves"));
    var gone = Files.createDirectory(folder.resolve("gone"));
    var root = Files.createDirectory(folder.resolve("root"));
    for (var each : List.of(gone, root)) {
      Files.writeString(each.resolve("a"), "old");
      var journal = moves.resolve((each.equals(gone) ? "a" : "b").repeat(32) + ".json");
      try {
        new Restore(
                journal,
                reached -> {
                  if (reached.equals("staged")) {
                    throw new Killed();
                  }
                })
            .apply(each, "x", List.of(write("a")));
      } catch (Killed e) {
        // As by kill -9: what is on disk is all that is left.
      }
    }
    Files.writeString(moves.resolve("c".repeat(32) + ".json"), "{\"clew_");
    var away = Files.move(gone, folder.resolve("away"));

    var ended = resume(home);
    assertThat(root.resolve("a")).hasContent("new");
    assertThat(ended.outcomes()).hasSize(1);
    assertThat(ended.stuck())
        .hasSize(2)
        .anySatisfy(why -> assertThat(why).contains("gone", "no such file"))
        .anySatisfy(why -> assertThat(why).contains("damaged"));
    assertThat(ended.text()).contains("has been ended: 1 path;", "cannot be ended");
    Files.createSymbolicLink(gone, folder.resolve("root"));
    assertThat(resume(home).stuck()).as("no link is taken for the folder").hasSize(2);
    Files.delete(gone);
    Files.move(away, gone);
    assertThat(resume(home).outcomes()).as("when it is back").hasSize(1);
    assertThat(Trees.of(gone)).isEqualTo(Map.of("a", "f:new"));
  }

  private static BrokenMoves.Ended resume(Home home)
      throws IOException, SQLException, InterruptedException {
    MoveDoor nobody =
        frame -> {
          throw new AssertionError("there is nothing to tell: " + frame);
        };
    return new BrokenMoves(home, nobody, new SecureRandom()).resume();
  }

  private static Order write(String path) {
    return new Order(
        path, Trees.file("old", false), Trees.file("new", false), () -> "new".getBytes(UTF_8));
  }
}
