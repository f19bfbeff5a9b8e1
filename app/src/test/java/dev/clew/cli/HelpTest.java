package dev.clew.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Golden;
import dev.clew.testing.World;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {80, 120})
  void every_page_fits_the_terminal(int columns) {
    var world = new World(folder);
    var calls = new ArrayList<String>();
    calls.add("");
    calls.add("help options");
    calls.add("help environment");
    new Commands().names().forEach(name -> calls.add(name + " --help"));
    var text = new StringBuilder();
    for (var call : calls) {
      var ran = world.onTerminal(columns, call.isEmpty() ? new String[0] : call.split(" ", -1));
      assertThat(ran.out().lines())
          .as(call)
          .allSatisfy(line -> assertThat(Cells.width(line)).isLessThanOrEqualTo(columns));
      text.append("$ clew ").append(call).append('\n').append(ran.out()).append('\n');
    }
    Golden.check("cli/help-%d.txt".formatted(columns), text.toString());
  }

  @Test
  void every_command_has_examples_and_points_to_commands_that_exist() {
    var commands = new Commands();
    for (var entry : commands.shown()) {
      var page = entry.page();
      assertThat(page.examples()).as(page.name()).isNotEmpty();
      assertThat(page.examples())
          .as(page.name())
          .allSatisfy(example -> assertThat(example.line()).contains("clew " + page.name()));
      assertThat(page.related())
          .as(page.name())
          .isNotEmpty()
          .allMatch(name -> commands.names().contains(name));
    }
  }

  @Test
  void help_is_the_same_whichever_way_it_is_asked_for() {
    var world = new World(folder);
    assertThat(world.clew("help", "log").out()).isEqualTo(world.clew("log", "-h").out());
    assertThat(world.clew("--help").out()).isEqualTo(world.clew("help").out());
    assertThat(world.clew("help").exit()).isEqualTo(Exit.YES);
    assertThat(world.clew().out()).isEqualTo(world.clew("help").out());
    assertThat(world.clew().exit()).isEqualTo(Exit.USAGE);
  }

  @Test
  void the_version_is_told() {
    var ran = new World(folder).clew("--version");
    assertThat(ran.exit()).isEqualTo(Exit.YES);
    assertThat(ran.out()).matches("clew \\S+\n");
  }

  @Test
  void colours_come_when_asked_for() {
    var world = new World(folder);
    assertThat(world.clew("--color", "always", "help", "log").out()).contains("\u001b[1m");
    assertThat(world.clew("help", "log", "--color=auto").out()).doesNotContain("\u001b");
  }
}
