package dev.clew.capture.claims;

import dev.clew.event.LineClaim;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// [GitAiNote]s, as claims. Where two entries name a line, the later counts, as in git-ai.
public final class GitAiNotes implements ClaimForm {
  /// The kind of their records.
  public static final String KIND = "git-ai.note";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Set<String> paths(JsonNode body) throws ClaimException {
    var paths = new LinkedHashSet<String>();
    GitAiNote.read(body.asString("")).files().forEach(file -> paths.add(file.path()));
    return paths;
  }

  @Override
  public List<LineClaim> claims(ClaimEnvelope envelope) throws ClaimException {
    var note = GitAiNote.read(envelope.body().asString(""));
    var claims = new ArrayList<LineClaim>();
    for (var file : note.files()) {
      for (var entry : file.entries()) {
        var author = note.author(entry.key());
        claims.add(
            new LineClaim(
                KIND,
                envelope.root(),
                envelope.repository(),
                envelope.commit(),
                file.path(),
                envelope.blobs().get(file.path()),
                entry.lines(),
                author.by(),
                entry.key(),
                author.tool(),
                author.conversation(),
                null,
                author.model(),
                author.person(),
                author.url()));
      }
    }
    return claims;
  }
}
