package dev.clew.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// `native/hook.c`, compiled as the launcher compiles it.
public final class NativeHook {
  private NativeHook() {}

  /// Compiles it into `folder`; empty where there is no C compiler.
  public static Optional<Path> compile(Path folder) throws IOException, InterruptedException {
    var compiler =
        Stream.of("/usr/bin/cc", "/usr/local/bin/cc")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();
    if (compiler.isEmpty()) {
      return Optional.empty();
    }
    var program = folder.resolve("clew-hook");
    var command = new ArrayList<>(List.of(compiler.get().toString(), "-std=c99", "-O2"));
    command.addAll(List.of("-D_POSIX_C_SOURCE=200809L", "-Wall", "-Wextra", "-Werror"));
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
