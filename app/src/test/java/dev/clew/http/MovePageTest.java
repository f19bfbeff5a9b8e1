package dev.clew.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.NativeHook;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Work that is taken back in a real browser: a real recorder, a real repository, an agent's real
/// hooks, and the bytes on disk.
@EnabledOnOs(OS.LINUX)
class MovePageTest {
  @TempDir Path folder;

  @Test
  void what_an_agent_did_is_taken_back_on_the_page_and_what_a_person_did_stays() throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var clew =
        "%s --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 -cp %s dev.clew.Main"
            .formatted(java, System.getProperty("java.class.path"));
    var words =
        new ArrayList<>(
            List.of("node", "../web/e2e/moves.mjs", clew, folder.resolve("moves").toString()));
    var hook = NativeHook.compile(Files.createDirectory(folder.resolve("hook")));
    hook.ifPresent(program -> words.add(program.toString()));
    var browser = new ProcessBuilder(words).redirectErrorStream(true).start();
    var output = new String(browser.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(browser.waitFor()).as(output).isZero();
  }
}
