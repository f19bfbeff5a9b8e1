package dev.clew.capture.claude;

import dev.clew.capture.Attachment;
import dev.clew.event.ToolAnswer.ImageRef;
import java.util.Optional;

/// Images that were taken out of a line before it was kept.
final class ClaudeImages {
  private ClaudeImages() {}

  /// The image that `data` refers to; empty when it is not a reference.
  static Optional<ImageRef> reference(String data, String mediaType) {
    return Attachment.Reference.parse(data)
        .map(reference -> new ImageRef(reference.sha256(), mediaType, reference.bytes()));
  }
}
