package dev.clew.cli;

import static dev.clew.cli.Check.ok;
import static dev.clew.cli.Check.warn;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What `clew doctor` looks at outside the store.
final class MachineChecks {
  /// No clock that is right shows less: it is when this was written.
  private static final Instant WRITTEN = Instant.parse("2026-11-01T00:00:00Z");

  private final Context context;

  MachineChecks(Context context) {
    this.context = context;
  }

  List<Check> all() throws IOException {
    return List.of(
        platform(), java(), startCache(), clock(), launcher(), installed(), terminal(), browser());
  }

  private static Check platform() {
    var name = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    var kind = name.toLowerCase(Locale.ROOT);
    if (kind.startsWith("linux")) {
      return ok("platform", name + ": tested");
    }
    return kind.startsWith("windows")
        ? warn("platform", name, "on Windows only import and queries are expected to work")
        : warn("platform", name + ": not tested", "tell us what does not work");
  }

  private static Check java() {
    var version = Runtime.version();
    var says = "Java %s, %s".formatted(version, System.getProperty("java.home"));
    return version.feature() >= 25
        ? ok("java", says)
        : Check.fail("java", says, "install a JDK 25 or newer, or set JAVA_HOME");
  }

  /// Whether this process was started with a start-up cache that is there.
  private Check startCache() {
    var launcher = context.environment().getOrDefault("CLEW_LAUNCHER", "");
    var cache =
        Stream.of(ProcessHandle.current().info().arguments().orElse(new String[0]))
            .filter(argument -> argument.startsWith("-XX:AOTCache="))
            .map(argument -> Path.of(argument.substring(argument.indexOf('=') + 1)))
            .findFirst();
    if (cache.isEmpty()) {
      return warn("start-up", "no start-up cache: starts take longer", "call it by './clew'");
    }
    return Files.isReadable(cache.get())
        ? ok("start-up", "with the cache " + cache.get())
        : warn(
            "start-up",
            "the cache %s is missing: starts take longer".formatted(cache.get()),
            "remove %s/app/target/launch: the next start makes it"
                .formatted(
                    Optional.ofNullable(Path.of(launcher).getParent()).orElse(Path.of("."))));
  }

  private Check clock() {
    var now = context.clock().instant();
    return now.isAfter(WRITTEN)
        ? ok("clock", "it shows " + now)
        : Check.fail("clock", "it shows " + now, "set it: records carry its time");
  }

  private Check launcher() throws IOException {
    var here = context.environment().getOrDefault("CLEW_LAUNCHER", "");
    var found = onPath("clew");
    if (found.isEmpty()) {
      var bin = context.userHome().resolve(".local/bin");
      return Files.exists(bin.resolve("clew"))
          ? warn("launcher", bin + " is not on the PATH", "export PATH=\"%s:$PATH\"".formatted(bin))
          : warn("launcher", "'clew' is not on the PATH", "'./clew install' puts it there");
    }
    var real = found.get().toRealPath();
    return here.isEmpty() || real.equals(Path.of(here))
        ? ok("launcher", found.get() + " → " + real)
        : warn(
            "launcher",
            "'clew' on the PATH is %s, this is %s".formatted(real, here),
            "change the PATH, or './clew install' of the one that you want");
  }

  private Check installed() throws IOException {
    var prefix = context.userHome().resolve(".local");
    var here = context.environment().getOrDefault("CLEW_LAUNCHER", "");
    var installation = Installation.at(prefix, true);
    if (!installation.exists()) {
      return warn(
          "completion",
          "no completion and no manual pages below " + prefix,
          "'./clew install' puts them there");
    }
    var agents = context.agents().transcripts().stream().map(each -> each.agent()).toList();
    var old =
        installation.install(Path.of(here), new Commands(), agents).stream()
            .filter(step -> !step.action().equals("unchanged"))
            .count();
    return old == 0
        ? ok("completion", "completion and manual pages are up to date below " + prefix)
        : warn(
            "completion",
            "%s of completion or manual not up to date".formatted(Words.of(old, "file")),
            "'clew install' brings them up to date");
  }

  private Check terminal() {
    var environment = context.environment();
    var locale =
        Stream.of("LC_ALL", "LC_CTYPE", "LANG")
            .map(name -> environment.getOrDefault(name, ""))
            .filter(value -> !value.isEmpty())
            .findFirst()
            .orElse("");
    var terminal = context.terminal();
    var says =
        "%d columns, colours %s, locale %s"
            .formatted(
                terminal.width(),
                terminal.colours() ? "on" : "off",
                locale.isEmpty() ? "not set" : locale);
    return locale.toLowerCase(Locale.ROOT).replace("-", "").contains("utf8")
        ? ok("terminal", says)
        : warn("terminal", says, "Clew writes UTF-8: export LANG=C.UTF-8 if signs look wrong");
  }

  private Check browser() {
    for (var program : List.of("xdg-open", "open", "chromium", "firefox")) {
      var found = onPath(program);
      if (found.isPresent()) {
        return ok("browser", found.get().toString());
      }
    }
    return warn(
        "browser", "nothing found that opens a page", "open the address that 'clew up' prints");
  }

  private Optional<Path> onPath(String program) {
    return Stream.of(context.environment().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
