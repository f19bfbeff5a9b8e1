package dev.clew.cli;

import dev.clew.recorder.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/// Whether a hook that finds no recorder may start one: the program `start-on-hook` in the home,
/// which the hook client becomes when it has put its frame into the spool.
record StartOnHook(Home home) {
  static final String ON = "on";
  static final String OFF = "off";

  /// `on` or `off`.
  String value() {
    return Files.exists(home.startOnHook()) ? ON : OFF;
  }

  /// Allows it, or no longer. The home exists.
  void set(boolean on, Context context) throws CommandException, IOException {
    if (!on) {
      Files.deleteIfExists(home.startOnHook());
      return;
    }
    var launcher = launcher(context);
    var temporary = Files.createTempFile(home.folder(), "starting", "");
    Files.writeString(
        temporary,
        script(
            HookHelper.quoted(home.folder().toString()), HookHelper.quoted(launcher.toString())));
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx------"));
    Files.move(temporary, home.startOnHook(), StandardCopyOption.ATOMIC_MOVE);
  }

  /// Starts at most one a minute: `starting` is made by whoever starts one, and removed by whoever
  /// finds it old.
  private static String script(String folder, String launcher) {
    return """
    #!/bin/sh
    # Written by 'clew config start_on_hook on': starts the recorder in the background.
    cd %s 2>/dev/null || exit 0
    [ -z "$(find starting -mmin +1 2>/dev/null)" ] || rm -f starting
    (set -C; : >starting) 2>/dev/null || exit 0
    detach=$(command -v setsid || command -v nohup)
    CLEW_HOME=$PWD $detach %s up --no-open </dev/null >/dev/null 2>&1 &
    exit 0
    """
        .formatted(folder, launcher);
  }

  /// The launcher that this command was called by.
  static Path launcher(Context context) throws CommandException {
    var launcher = Path.of(context.environment().getOrDefault("CLEW_LAUNCHER", ""));
    if (!Files.isExecutable(launcher) || !launcher.isAbsolute()) {
      throw new CommandException(
          Exit.ENVIRONMENT,
          "it is not known what would start the recorder: call 'clew' of a checkout, './clew'");
    }
    return launcher;
  }
}
