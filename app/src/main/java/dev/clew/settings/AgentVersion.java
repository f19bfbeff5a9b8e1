package dev.clew.settings;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Asks an agent for its version.
final class AgentVersion {
  private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,6})");
  private static final long PATIENCE_S = 10;

  private AgentVersion() {}

  /// Whether the program `name` on the PATH says that it is older than `version`. What is not there
  /// or does not answer is not.
  static boolean isOlder(String name, int[] version, Map<String, String> environment) {
    for (var folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      var program = Path.of(folder.isEmpty() ? "." : folder).resolve(name);
      if (!folder.isEmpty() && Files.isRegularFile(program) && Files.isExecutable(program)) {
        return isOlder(said(program, environment), version);
      }
    }
    return false;
  }

  static boolean isOlder(String said, int[] version) {
    var found = VERSION.matcher(said);
    if (!found.find()) {
      return false;
    }
    for (var i = 0; i < version.length; i++) {
      var part = Integer.parseInt(found.group(i + 1));
      if (part != version[i]) {
        return part < version[i];
      }
    }
    return false;
  }

  private static String said(Path program, Map<String, String> environment) {
    try {
      var builder = new ProcessBuilder(program.toString(), "--version").redirectErrorStream(true);
      builder.environment().clear();
      builder.environment().putAll(environment);
      var process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "";
      }
      return new String(process.getInputStream().readNBytes(200), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
