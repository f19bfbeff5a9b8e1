package dev.clew.cli;

import dev.clew.recorder.Home;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;

/// `bin/clew-hook` in the home: what agents call when a hook fires. It is the native helper where
/// one was built, else a shell script; both take the same arguments.
final class HookHelper {
  private final Home home;

  HookHelper(Home home) {
    this.home = home;
  }

  /// Whether it is there.
  boolean exists() {
    return Files.isExecutable(home.helper());
  }

  /// Puts it there, or brings it up to date. The home exists.
  ///
  /// @return whether it had to be written
  boolean install(Context context) throws IOException {
    var wanted = wanted(context);
    var file = home.helper();
    if (exists() && Arrays.equals(wanted, Files.readAllBytes(file))) {
      return false;
    }
    var folder = Files.createDirectories(home.folder().resolve("bin"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    var temporary = Files.createTempFile(folder, ".clew-hook", "");
    Files.write(temporary, wanted);
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx------"));
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    return true;
  }

  /// Brings it up to date where it is.
  void refresh(Context context) throws IOException {
    if (exists()) {
      install(context);
    }
  }

  private static byte[] wanted(Context context) throws IOException {
    var built = context.environment().getOrDefault("CLEW_HELPER", "");
    return built.isEmpty()
        ? Resource.text(HookHelper.class, "hook.sh").getBytes(StandardCharsets.UTF_8)
        : Files.readAllBytes(Path.of(built));
  }

  /// The line that an agent is to give to a shell when `event` happens. Where the helper has gone,
  /// it does nothing and succeeds.
  ///
  /// @param waitMs how long the agent waits for the recorder to look around first; 0 for not at all
  String line(String agent, String event, int waitMs) {
    var helper = quoted(home.helper().toString());
    return "[ -x %s ] || exit 0; exec %s %s %s %s%s"
        .formatted(
            helper,
            helper,
            quoted(home.folder().toString()),
            agent,
            event,
            waitMs > 0 ? " " + waitMs : "");
  }

  /// The same for an agent that calls programs itself.
  List<String> words(String agent, String event, int waitMs) {
    return List.of("/bin/sh", "-c", line(agent, event, waitMs));
  }

  /// A text as one word of a shell.
  static String quoted(String text) {
    return text.matches("[\\w./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
