package dev.clew.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// `native/hook.c`, compiled as the launcher compiles it.
public final class NativeHook {
  private NativeHook() {}

  /// The options of the form that needs no C library, where the launcher makes that one.
  private static final List<String> BARE =
      List.of(
          "-DBARE",
          "-static",
          "-nostdlib",
          "-ffreestanding",
          "-fno-stack-protector",
          "-fno-tree-loop-distribute-patterns");

  /// The program that all tests use, compiled when one first needs it; empty where there is no C
  /// compiler.
  public static Optional<Path> built() {
    return Built.PROGRAM;
  }

  /// Made once.
  private static final class Built {
    static final Optional<Path> PROGRAM = make();

    private static Optional<Path> make() {
      try {
        var folder = Files.createTempDirectory("clew-test-hook-");
        var program = compile(folder);
        folder.toFile().deleteOnExit(); // after what is in it
        program.ifPresent(each -> each.toFile().deleteOnExit());
        return program;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /// Compiles it into `folder`; empty where there is no C compiler.
  public static Optional<Path> compile(Path folder) throws IOException, InterruptedException {
    var bare =
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64");
    return compile(folder.resolve("clew-hook"), bare ? BARE : List.of());
  }

  /// Compiles the form that needs a C library.
  public static Optional<Path> compileWithLibrary(Path folder)
      throws IOException, InterruptedException {
    return compile(folder.resolve("clew-hook-libc"), List.of());
  }

  private static Optional<Path> compile(Path program, List<String> options)
      throws IOException, InterruptedException {
    var compiler =
        Stream.of("/usr/bin/cc", "/usr/local/bin/cc")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();
    if (compiler.isEmpty()) {
      return Optional.empty();
    }
    var command = new ArrayList<>(List.of(compiler.get().toString(), "-std=c99", "-O2"));
    command.addAll(List.of("-D_POSIX_C_SOURCE=200809L", "-Wall", "-Wextra", "-Werror"));
    command.addAll(options);
    command.addAll(List.of("-o", program.toString(), source("hook.c").toString()));
    var code = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (code != 0) {
      throw new AssertionError("hook.c does not compile without warnings");
    }
    return Optional.of(program);
  }

  /// A file of `native/`.
  public static Path source(String name) {
    return Path.of("../native", name).toAbsolutePath().normalize();
  }
}
