package dev.clew.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pagers here are shell commands that note what they get.
class PagerTest {
  private static final String[] LONG = {"--color=never", "help"};

  @TempDir private Path folder;

  private World with(String variable, String pager) {
    return new World(folder, Map.of("PATH", "/usr/bin:/bin", variable, pager));
  }

  @Test
  void a_long_answer_goes_through_the_pager() throws Exception {
    var seen = folder.resolve("seen");
    var ran = with("CLEW_PAGER", "cat > " + seen).onTerminal(80, LONG);
    assertThat(ran.out()).isEmpty();
    assertThat(Files.readString(seen)).isEqualTo(new World(folder).onTerminal(80, LONG).out());
    assertThat(ran.exit()).isEqualTo(Exit.YES);
  }

  @Test
  void a_short_answer_starts_no_program() {
    var seen = folder.resolve("seen");
    var ran = with("PAGER", "cat > " + seen).onTerminal(80, "config");
    assertThat(ran.out()).contains("capture_mode");
    assertThat(with("PAGER", "cat > " + seen).onTerminal(80, "help", "environment").out())
        .contains("CLEW_HOME");
    assertThat(seen).doesNotExist();
  }

  @Test
  void a_pager_that_is_not_there_is_not_missed() {
    for (var pager : new String[] {"no-such-pager -x", "/no/such/pager", "", "cat"}) {
      var ran = with("PAGER", pager).onTerminal(80, LONG);
      assertThat(ran.out()).as(pager).hasLineCount(lines());
      assertThat(ran.err()).as(pager).isEmpty();
    }
  }

  @Test
  void it_is_not_used_when_the_user_says_so_or_the_answer_goes_elsewhere() {
    var seen = folder.resolve("seen");
    assertThat(with("PAGER", "cat > " + seen).onTerminal(80, "help", "--no-pager").out())
        .hasLineCount(lines());
    assertThat(with("PAGER", "cat > " + seen).clew("help").out()).isNotEmpty();
    assertThat(seen).doesNotExist();
  }

  @Test
  void a_user_who_leaves_early_hears_nothing_of_it() {
    var ran = with("PAGER", "true").onTerminal(80, LONG);
    assertThat(ran.exit()).isEqualTo(Exit.YES);
    assertThat(ran.err()).isEmpty();
  }

  private int lines() {
    return (int) new World(folder).onTerminal(80, LONG).out().lines().count();
  }
}
