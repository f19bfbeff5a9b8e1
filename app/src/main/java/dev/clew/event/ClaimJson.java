package dev.clew.event;

/// What another tool says of lines, in the canonical encoding.
final class ClaimJson {
  private ClaimJson() {}

  static void write(LineClaim claim, EventJson json) {
    json.text("form", claim.form())
        .text("root", claim.root())
        .text("repository", claim.repository())
        .text("commit", claim.commit())
        .text("path", claim.path())
        .text("blob", claim.blob())
        .texts("lines", claim.lines().stream().map(LineRange::toString).toList())
        .text("by", claim.by().wire())
        .text("author", claim.author())
        .text("tool", claim.tool())
        .text("conversation", claim.conversation())
        .text("call", claim.call())
        .text("model", claim.model())
        .text("person", claim.person())
        .text("url", claim.url());
  }
}
