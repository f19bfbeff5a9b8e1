package dev.clew.recorder;

import java.io.ByteArrayInputStream;
import java.io.IOException;

/// Where the hooks of a move go: to the recorder.
public interface MoveDoor {
  /// Takes a frame; on return the recorder has looked, if the frame waits for that.
  void take(HookFrame frame) throws IOException, InterruptedException;

  /// To the recorder that this process is.
  static MoveDoor to(HookIntake intake) {
    return frame -> intake.take(new ByteArrayInputStream(frame.bytes()));
  }
}
