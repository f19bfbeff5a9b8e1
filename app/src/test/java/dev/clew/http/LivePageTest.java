package dev.clew.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page in a real browser while a scripted agent works: a real recorder, real hooks, real
/// files.
class LivePageTest {
  @TempDir Path folder;

  @Test
  void a_step_appears_with_its_diff_while_the_agent_works() throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var clew =
        "%s --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 -cp %s dev.clew.Main"
            .formatted(java, System.getProperty("java.class.path"));
    var browser =
        new ProcessBuilder("node", "../web/e2e/live.mjs", clew, folder.resolve("live").toString())
            .redirectErrorStream(true)
            .start();
    var output = new String(browser.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(browser.waitFor()).as(output).isZero();
  }
}
