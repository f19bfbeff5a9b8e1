package dev.clew.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The file by which the user's system starts the recorder at log-in: a unit of systemd, or an
/// agent of launchd. It is only written; enabling it is left to the user.
///
/// @param file where the system looks for it
/// @param text what stands in it
/// @param enable what the user types to have it started
/// @param disable what the user types before it is removed
record Service(Path file, String text, List<String> enable, List<String> disable) {
  private static final String LABEL = "dev.clew.recorder";
  private static final String UNIT = "clew.service";

  /// The one of this system.
  static Service of(Context context, Path launcher) {
    return isMac() ? launchd(context, launcher) : systemd(context, launcher);
  }

  private static boolean isMac() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
  }

  /// A unit for systemd's user manager.
  static Service systemd(Context context, Path launcher) {
    var config = context.environment().getOrDefault("XDG_CONFIG_HOME", "");
    var folder = config.isEmpty() ? context.userHome().resolve(".config") : Path.of(config);
    var text =
        """
        # Written by 'clew install --service'.
        [Unit]
        Description=Clew, the recorder of coding agents

        [Service]
        Type=forking
        PIDFile=%s
        Environment=%s
        ExecStart=%s up --no-open
        ExecStop=%s down
        Restart=on-failure

        [Install]
        WantedBy=default.target
        """
            .formatted(
                unit(context.home().running().toString()),
                quoted("CLEW_HOME=" + context.home().folder()),
                quoted(launcher.toString()),
                quoted(launcher.toString()));
    return new Service(
        folder.resolve("systemd/user").resolve(UNIT),
        text,
        List.of("systemctl --user daemon-reload", "systemctl --user enable --now clew"),
        List.of("systemctl --user disable --now clew"));
  }

  /// A path in a unit: `%` begins a specifier there.
  private static String unit(String text) {
    return text.replace("%", "%%");
  }

  private static String quoted(String text) {
    return "\"" + unit(text).replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "$$") + "\"";
  }

  /// A property list for launchd.
  static Service launchd(Context context, Path launcher) {
    var file = context.userHome().resolve("Library/LaunchAgents").resolve(LABEL + ".plist");
    var text =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
        <!-- Written by 'clew install - -service'. -->
        <plist version="1.0">
        <dict>
          <key>Label</key><string>%s</string>
          <key>ProgramArguments</key>
          <array><string>%s</string><string>up</string><string>--no-open</string></array>
          <key>EnvironmentVariables</key>
          <dict><key>CLEW_HOME</key><string>%s</string></dict>
          <key>RunAtLoad</key><true/>
          <key>AbandonProcessGroup</key><true/>
        </dict>
        </plist>
        """
            .formatted(LABEL, xml(launcher.toString()), xml(context.home().folder().toString()));
    return new Service(
        file, text, List.of("launchctl load -w " + file), List.of("launchctl unload -w " + file));
  }

  private static String xml(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /// Writes the file, or brings it up to date.
  Installation.Step write(boolean dryRun) throws IOException {
    var exists = Files.exists(file);
    if (exists && Files.readString(file).equals(text)) {
      return new Installation.Step("unchanged", file, null);
    }
    if (exists && !isOurs()) {
      return new Installation.Step("kept", file, "it is not Clew's: move it away to get Clew's");
    }
    if (!dryRun) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
    return new Installation.Step(exists ? "updated" : "written", file, null);
  }

  /// Removes the file.
  Installation.Step remove(boolean dryRun) throws IOException {
    if (!Files.exists(file)) {
      return new Installation.Step("gone", file, null);
    }
    if (!isOurs()) {
      return new Installation.Step("kept", file, "it is not Clew's");
    }
    if (!dryRun) {
      Files.delete(file);
    }
    return new Installation.Step("removed", file, null);
  }

  private boolean isOurs() throws IOException {
    return Files.readString(file).contains("Written by 'clew install");
  }

  /// What the user has to do themselves.
  List<String> hints(boolean removed) {
    var hints = new ArrayList<String>();
    hints.add(removed ? "It may still run. To end it:" : "To have it started at every log-in:");
    (removed ? disable : enable).forEach(line -> hints.add("  " + line));
    return hints;
  }
}
