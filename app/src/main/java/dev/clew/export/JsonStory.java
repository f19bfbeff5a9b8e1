package dev.clew.export;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;

/// One JSON object: `docs/formats/export.md`. Steps are written as they come; turns and sub-agents
/// are few and follow at the end.
final class JsonStory implements Story {
  private static final int VERSION = 1;

  private final JsonGenerator json;
  private final List<JsonNode> turns = new ArrayList<>();
  private final List<JsonNode> subagents = new ArrayList<>();

  JsonStory(OutputStream out) {
    json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), out);
  }

  @Override
  public void begin(Head head) {
    var made = head.made();
    json.writeStartObject();
    json.writeStringProperty("format", "clew.export");
    json.writeNumberProperty("version", VERSION);
    json.writeStringProperty("clew_version", made.version());
    json.writeStringProperty("exported_at", made.at().toString());
    json.writeStringProperty("redaction_level", made.level());
    json.writeStringProperty("redaction_rules", made.rules());
    json.writeStringProperty(
        "capture_mode", head.session().path("capture_mode").asString("content"));
    json.writeStringProperty("trace_id", head.session().path("trace_id").asString(""));
    json.writeBooleanProperty("full_paths", made.fullPaths());
    json.writeBooleanProperty("with_subagents", made.subagents());
    json.writeName("session");
    raw(head.session());
    array("files", head.files());
    array("cost", head.costs());
    json.writeArrayPropertyStart("steps");
  }

  private void array(String name, List<JsonNode> nodes) {
    json.writeArrayPropertyStart(name);
    nodes.forEach(this::raw);
    json.writeEndArray();
  }

  private void raw(JsonNode node) {
    json.writeRawValue(node.toString());
  }

  @Override
  public void turn(JsonNode turn) {
    turns.add(turn);
  }

  @Override
  public void step(JsonNode step) {
    raw(step);
  }

  @Override
  public void enter(JsonNode subagent) {
    subagents.add(subagent);
  }

  @Override
  public void leave() {}

  @Override
  public void end() {
    json.writeEndArray();
    array("turns", turns);
    array("subagents", subagents);
    json.writeEndObject();
    json.writeRaw('\n');
    json.close();
  }
}
