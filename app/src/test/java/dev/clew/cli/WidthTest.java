package dev.clew.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Golden;
import dev.clew.testing.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a person sees on a terminal of 80 columns, and of 120.
class WidthTest {
  private static final Path FIXTURES = Path.of("src/test/fixtures/cli");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {80, 120})
  void every_answer_fits_the_terminal(int columns) throws Exception {
    var world = new World(folder);
    World.copy(FIXTURES.resolve("store"), world.transcripts());
    var wide = Files.readString(FIXTURES.resolve("wide.jsonl"));
    world.write("w/5e551000-0000-4000-8000-0000000000ee.jsonl", wide.split("\n", -1));
    world.importAll();
    var text = new StringBuilder();
    for (var call :
        List.of(
            "sessions",
            "sessions --time absolute",
            "log --all",
            "log --all --time absolute --reverse",
            "show last",
            "show 5e551000-0000-4000-8000-000000000001",
            "files last",
            "cost",
            "cost --by session",
            "status",
            "verify",
            "reindex",
            "config",
            "sessions --color always")) {
      var ran = world.onTerminal(columns, call.split(" ", -1));
      var out = ran.out() + (ran.err().isEmpty() ? "" : "--- stderr\n" + ran.err());
      var shown =
          out.replace(folder.toString(), "$DIR")
              .replaceAll("root [A-Za-z0-9+/]{43}=", "root …")
              .replaceAll("(store +\\$DIR/home), [^,]*,", "$1, …,");
      assertThat(shown.replaceAll("\u001b\\[[0-9]*m", "").lines())
          .as(call)
          .filteredOn(line -> !line.startsWith("  "))
          .allSatisfy(line -> assertThat(Cells.width(line)).isLessThanOrEqualTo(columns));
      text.append("$ clew %s%n%s[exit %d]%n".formatted(call, shown, ran.exit().code()));
    }
    Golden.check("cli/at-%d.txt".formatted(columns), text.toString().replace("\u001b", "␛"));
  }
}
