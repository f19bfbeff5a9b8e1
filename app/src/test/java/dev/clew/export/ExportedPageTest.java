package dev.clew.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.World;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Exported pages in a real browser.
class ExportedPageTest {
  @TempDir private Path folder;

  @Test
  void an_exported_page_asks_for_nothing_and_runs_nothing() throws Exception {
    var world = new World(folder);
    World.copy(Path.of("src/test/fixtures/page"), world.transcripts());
    world.importAll();
    world.clew("export", "7a1e0000-1111-4222-8333-000000000000", "-o", "loom.html");
    world.clew("export", "bad00000-1111-4222-8333-000000000000", "-o", "hostile.html");
    var browser =
        new ProcessBuilder(
                "node",
                "../web/e2e/export.mjs",
                folder.resolve("loom.html").toString(),
                folder.resolve("hostile.html").toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(browser.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(browser.waitFor()).as(said).isZero();
  }
}
