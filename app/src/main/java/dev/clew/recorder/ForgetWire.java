package dev.clew.recorder;

import dev.clew.content.Erased;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An order to forget, and what came of it, as JSON: what `--json` prints, and what a command and a
/// recorder tell each other.
public final class ForgetWire {
  private ForgetWire() {}

  /// The order as one object.
  public static String order(ForgetOrder order, boolean onlyCount) {
    var json = JsonMapper.shared().createObjectNode();
    switch (order) {
      case ForgetOrder.Session session -> json.put("session", session.id());
      case ForgetOrder.Secret secret -> json.put("secret", secret.value());
      case ForgetOrder.Contents contents -> json.put("path", contents.path());
    }
    json.put("dry_run", onlyCount);
    return json.toString();
  }

  /// The order in `json`; empty when there is none, or more than one.
  public static Optional<ForgetOrder> order(JsonNode json) {
    var orders = new ArrayList<ForgetOrder>();
    if (json.path("session").asString("").matches("[0-9a-f]{32}")) {
      orders.add(new ForgetOrder.Session(json.path("session").asString()));
    }
    if (json.path("secret").isString()) {
      orders.add(new ForgetOrder.Secret(json.path("secret").asString()));
    }
    if (json.path("path").asString("").startsWith("/")) {
      orders.add(new ForgetOrder.Contents(json.path("path").asString()));
    }
    return orders.size() == 1 ? Optional.of(orders.getFirst()) : Optional.empty();
  }

  /// Whether an order only asks what it would do.
  public static boolean isOnlyCount(JsonNode json) {
    return json.path("dry_run").asBoolean(false);
  }

  /// Writes what came of it as one object.
  public static void write(Forgetting done, JsonGenerator json) {
    json.writeStartObject();
    json.writeNumberProperty("records", done.erased().records());
    json.writeNumberProperty("objects", done.erased().objects());
    json.writeNumberProperty("bytes", done.erased().bytes());
    json.writeNumberProperty("replaced", done.replaced());
    json.writeArrayPropertyStart("sessions");
    done.sessions().forEach(json::writeString);
    json.writeEndArray();
    json.writeArrayPropertyStart("copies");
    for (var copy : done.copies()) {
      json.writeStartObject();
      json.writeStringProperty("path", copy.path());
      json.writeStringProperty("what", copy.what());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /// What an object says came of it.
  public static Forgetting read(String line) {
    var json = JsonMapper.shared().readTree(line);
    var sessions = new ArrayList<String>();
    json.path("sessions").values().forEach(each -> sessions.add(each.asString()));
    List<Forgetting.Copy> copies = new ArrayList<>();
    json.path("copies")
        .values()
        .forEach(each ->
            copies.add(
                new Forgetting.Copy(each.path("path").asString(), each.path("what").asString())));
    return new Forgetting(
        new Erased(
            json.path("records").asLong(),
            json.path("objects").asLong(),
            json.path("bytes").asLong()),
        json.path("replaced").asLong(),
        sessions,
        copies);
  }
}
