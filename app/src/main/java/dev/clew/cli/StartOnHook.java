package dev.clew.cli;

import dev.clew.recorder.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/// Whether a hook that finds no recorder may start one: the file `start-on-hook` in the home, which
/// holds the path of the launcher. The hook client reads it; it tries at most every 30 seconds.
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
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var temporary = Files.createTempFile(home.folder(), "starting", "", owner);
    Files.writeString(temporary, launcher + "\n");
    Files.move(temporary, home.startOnHook(), StandardCopyOption.ATOMIC_MOVE);
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
