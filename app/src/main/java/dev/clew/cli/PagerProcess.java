package dev.clew.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/// A pager as a process of this one, on the same terminal.
record PagerProcess(Process process) implements Pager.Reader {
  static Pager.Reader start(String command, Map<String, String> environment) throws IOException {
    var builder =
        new ProcessBuilder("/bin/sh", "-c", command)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().putIfAbsent("LESS", "FRX");
    var started = new PagerProcess(builder.start());
    // Ctrl-C ends us but not the pager: it keeps the terminal until its user leaves it.
    Runtime.getRuntime().addShutdownHook(new Thread(started::await, "pager"));
    return started;
  }

  @Override
  public OutputStream in() {
    return process.getOutputStream();
  }

  @Override
  public void await() {
    try (var in = in()) {
      in.flush();
    } catch (IOException e) {
      // It ended before it read everything.
    }
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
