package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileHoldTest {
  private static final int TAKEN = 7;

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("lock");
  }

  /// Another process that takes a file, and ends.
  static final class Other {
    private Other() {}

    /// Says with its exit code whether it got the file.
    ///
    /// @param arguments the file
    public static void main(String[] arguments) throws Exception {
      Runtime.getRuntime().halt(FileHold.tryTake(Path.of(arguments[0])).isPresent() ? TAKEN : 0);
    }
  }

  private boolean anotherProcessTakesIt() throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Other.class.getName(),
                file.toString())
            .inheritIO()
            .start();
    var code = process.waitFor();
    assertThat(code).isIn(0, TAKEN);
    return code == TAKEN;
  }

  @Test
  void whoever_asks_in_the_same_process_is_refused_and_the_lock_is_kept() throws Exception {
    try (var hold = FileHold.tryTake(file).orElseThrow()) {
      assertThat(FileHold.tryTake(file)).isEmpty();
      assertThat(FileHold.tryTake(folder.resolve("../" + folder.getFileName() + "/lock")))
          .isEmpty();
      assertThat(anotherProcessTakesIt()).isFalse();
      assertThat(hold).isNotNull();
    }
    assertThat(anotherProcessTakesIt()).isTrue();
    FileHold.tryTake(file).orElseThrow().close();
  }

  @Test
  void only_its_owner_may_open_the_file() throws Exception {
    try (var hold = FileHold.tryTake(file).orElseThrow()) {
      assertThat(hold).isNotNull();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void where_there_is_no_folder_nothing_is_held() throws Exception {
    var absent = folder.resolve("absent/lock");
    assertThatThrownBy(() -> FileHold.tryTake(absent)).isInstanceOf(NoSuchFileException.class);
    Files.createDirectory(folder.resolve("absent"));
    FileHold.tryTake(absent).orElseThrow().close();
  }

  @Test
  void of_many_threads_one_gets_it() throws Exception {
    var threads = 8;
    var together = new CyclicBarrier(threads);
    try (var pool = Executors.newFixedThreadPool(threads)) {
      for (var round = 0; round < 200; round++) {
        Callable<Optional<FileHold>> take =
            () -> {
              together.await();
              return FileHold.tryTake(file);
            };
        var holds =
            pool.invokeAll(Stream.generate(() -> take).limit(threads).toList()).stream()
                .flatMap(each -> each.resultNow().stream())
                .toList();
        assertThat(holds).hasSize(1);
        holds.getFirst().close();
      }
    }
  }
}
