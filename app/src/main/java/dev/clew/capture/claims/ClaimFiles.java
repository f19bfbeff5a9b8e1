package dev.clew.capture.claims;

import dev.clew.capture.RecordContext;
import dev.clew.capture.Transcripts;
import dev.clew.event.Event;
import dev.clew.event.RecordId;
import dev.clew.event.SessionKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Files of [ClaimEnvelope]s of one form, one to a line, as `clew import notes` and `clew import
/// agent-trace` make them. Claims belong to a session of Clew's own for each work tree.
public final class ClaimFiles implements Transcripts {
  private static final String CLEW = "clew";

  private final ClaimForm form;

  ClaimFiles(ClaimForm form) {
    this.form = form;
  }

  @Override
  public String agent() {
    return form.kind().substring(0, form.kind().indexOf('.'));
  }

  @Override
  public String form() {
    return form.kind().substring(form.kind().indexOf('.') + 1);
  }

  @Override
  public List<Path> folders(Path home, Map<String, String> environment) {
    return List.of();
  }

  @Override
  public boolean recognises(Path file, JsonNode value) {
    return ClaimEnvelope.is(value) && value.path("type").asString("").equals(form.kind());
  }

  @Override
  public String streamName(Path file) {
    return form.kind();
  }

  @Override
  public boolean isOneFilePerSession() {
    return true;
  }

  @Override
  public SessionKey sessionOf(Path file, List<JsonNode> head) {
    var root = head.stream().map(value -> value.path("cwd").asString("")).findFirst().orElse("");
    return SessionKey.main(CLEW, "claims:" + RecordId.derive(CLEW, "claims", root).hex());
  }

  @Override
  public Optional<SessionKey> sessionOf(JsonNode value, SessionKey file) {
    return Optional.empty();
  }

  /// The same claim at the same commit is the same record, whichever file brings it.
  @Override
  public Optional<String> recordName(JsonNode value) {
    return Optional.of(form.kind() + ":" + value.path("commit").asString(""));
  }

  @Override
  public List<Event> interpret(RecordContext context, JsonNode value) {
    return ClaimRecords.interpret(form, context, value);
  }
}
