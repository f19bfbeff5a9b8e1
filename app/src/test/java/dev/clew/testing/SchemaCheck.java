package dev.clew.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Checks JSON against the part of JSON Schema 2020-12 that our own schemas use, and that no field
/// is there that the schema does not describe.
public final class SchemaCheck {
  private final JsonNode document;
  private final List<String> faults = new ArrayList<>();

  private SchemaCheck(JsonNode document) {
    this.document = document;
  }

  /// What is wrong with `value`; empty when it is as `schema`, a part of `document`, says.
  public static List<String> faults(JsonNode document, JsonNode schema, JsonNode value) {
    var check = new SchemaCheck(document);
    check.check(schema, value, "$");
    return check.faults;
  }

  private void check(JsonNode schema, JsonNode value, String at) {
    if (schema.has("$ref")) {
      var target = document.at(schema.path("$ref").asString().substring(1));
      fault(!target.isMissingNode(), at, "no schema " + schema.path("$ref"));
      check(target, value, at);
    }
    for (var name : List.of("oneOf", "anyOf")) {
      if (schema.has(name)) {
        var closest = closest(schema.path(name), value, at);
        faults.addAll(closest);
      }
    }
    type(schema, value, at);
    if (schema.has("enum")) {
      fault(
          schema.path("enum").valueStream().anyMatch(value::equals), at, "is none of the choices");
    }
    if (schema.has("pattern") && value.isString()) {
      var pattern = Pattern.compile(schema.path("pattern").asString());
      fault(pattern.matcher(value.asString()).find(), at, "has another form: " + value);
    }
    if (value.isObject() && schema.has("properties")) {
      object(schema, value, at);
    } else if (value.isObject() && schema.path("additionalProperties").isObject()) {
      value
          .properties()
          .forEach(each ->
              check(
                  schema.path("additionalProperties"), each.getValue(), at + "." + each.getKey()));
    }
    if (value.isArray() && schema.has("items")) {
      for (var i = 0; i < value.size(); i++) {
        check(schema.path("items"), value.get(i), at + "[" + i + "]");
      }
    }
  }

  private List<String> closest(JsonNode schemas, JsonNode value, String at) {
    List<String> closest = null;
    for (var each : schemas.values()) {
      var check = new SchemaCheck(document);
      check.check(each, value, at);
      if (closest == null || check.faults.size() < closest.size()) {
        closest = check.faults;
      }
    }
    return closest == null ? List.of(at + " has no alternative") : closest;
  }

  private void object(JsonNode schema, JsonNode value, String at) {
    var fields = schema.path("properties");
    value
        .properties()
        .forEach(each -> {
          var described = fields.has(each.getKey());
          fault(described, at, "has a field that is not described: " + each.getKey());
          if (described) {
            check(fields.path(each.getKey()), each.getValue(), at + "." + each.getKey());
          }
        });
    schema
        .path("required")
        .forEach(name -> fault(value.has(name.asString()), at, "lacks " + name.asString()));
  }

  private void type(JsonNode schema, JsonNode value, String at) {
    var fits =
        switch (schema.path("type").asString("")) {
          case "object" -> value.isObject();
          case "array" -> value.isArray();
          case "string" -> value.isString();
          case "integer" -> value.isIntegralNumber();
          case "number" -> value.isNumber();
          case "boolean" -> value.isBoolean();
          default -> true;
        };
    fault(fits, at, "expected " + schema.path("type").asString("") + ", found " + value);
  }

  private void fault(boolean holds, String at, String what) {
    if (!holds) {
      faults.add(at + " " + what);
    }
  }
}
