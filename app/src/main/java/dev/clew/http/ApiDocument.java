package dev.clew.http;

import dev.clew.export.ExportFormat;
import dev.clew.query.Parameter;
import dev.clew.query.Question;
import dev.clew.query.Questions;
import dev.clew.query.Shape;
import dev.clew.query.Shapes;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The OpenAPI 3.1 document of the questions, made from their own definitions.
///
/// Source: OpenAPI Specification 3.1.1; its schemas are JSON Schema 2020-12.
final class ApiDocument {
  private static final String SCHEMA = "#/components/schemas/";

  private final ObjectNode root = JsonMapper.shared().createObjectNode();

  private ApiDocument() {}

  /// The document, as pretty-printed JSON.
  static String text() {
    var document = new ApiDocument();
    document.head();
    var paths = document.root.putObject("paths");
    Questions.all().forEach(question -> question(paths, question));
    document(paths);
    openApi(paths);
    document.components();
    return JsonMapper.shared()
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(document.root)
            .replace("\r\n", "\n")
        + "\n";
  }

  private void head() {
    root.put("openapi", "3.1.1");
    root.putObject("info")
        .put("title", "Clew")
        .put("version", "1")
        .put(
            "description",
            "What coding agents did, as the recorder on this machine answers it. Fields are added"
                + " and never renamed. Other parameters than these are refused.");
    root.putArray("servers").addObject().put("url", "http://127.0.0.1:4519/api/v1");
    root.putArray("security").addObject().putArray("token");
  }

  private static void question(ObjectNode paths, Question<?> question) {
    var get = paths.putObject("/" + question.name()).putObject("get");
    get.put("operationId", question.name()).put("summary", question.summary());
    var parameters = get.putArray("parameters");
    for (var parameter : question.parameters()) {
      parameter(parameters, parameter);
    }
    var answer = JsonMapper.shared().createObjectNode().put("type", "object");
    var fields = answer.putObject("properties");
    var items = fields.putObject("items");
    items.put("type", "array").put("description", "Rows of the answer.");
    rows(items.putObject("items"), question.rows());
    fields
        .putObject("next")
        .put("type", "string")
        .put("description", "The cursor of the next rows; absent when these are the last.");
    fields
        .putObject("total")
        .put("type", "integer")
        .put("description", "How many rows the whole answer has; absent where nobody counted.");
    var notes = fields.putObject("notes").put("type", "array");
    notes.put("description", "What the reader of the answer should know.");
    notes.putObject("items").put("type", "string");
    answer.putArray("required").add("items");
    var responses = get.putObject("responses");
    body(responses.putObject("200"), "The answer.", "application/json").set("schema", answer);
    errors(responses);
  }

  private static void rows(ObjectNode items, List<Shape> rows) {
    if (rows.size() == 1) {
      items.put("$ref", SCHEMA + rows.getFirst().name());
    } else {
      var any = items.putArray("anyOf");
      rows.forEach(row -> any.addObject().put("$ref", SCHEMA + row.name()));
    }
  }

  private static void parameter(ArrayNode parameters, Parameter parameter) {
    var json = parameters.addObject();
    json.put("name", parameter.name()).put("in", "query").put("required", parameter.required());
    json.put("description", parameter.summary());
    var schema = json.putObject("schema");
    switch (parameter.form()) {
      case TEXT -> {
        schema.put("type", "string");
        if (!parameter.choices().isEmpty()) {
          parameter.choices().forEach(schema.putArray("enum")::add);
        }
      }
      case NUMBER -> schema.put("type", "integer").put("minimum", 0);
      case FLAG -> schema.put("type", "boolean");
    }
  }

  private static void document(ObjectNode paths) {
    var get = paths.putObject("/export").putObject("get");
    get.put("operationId", "export")
        .put("summary", "Give a session away as one document, redacted once more.");
    var parameters = get.putArray("parameters");
    parameter(parameters, text("session", "any unique start of its id, or 'last'", List.of()));
    parameter(parameters, text("format", "html when it is not given", ExportFormat.names()));
    var flags = List.of("true", "false");
    parameter(parameters, text("subagents", "whether sub-agents' steps are in it", flags));
    parameter(parameters, text("images", "whether images are in it", flags));
    parameter(parameters, text("full_paths", "whether home folders keep their names", flags));
    var responses = get.putObject("responses");
    var content =
        responses.putObject("200").put("description", "The document.").putObject("content");
    for (var format : ExportFormat.values()) {
      content.putObject(format.mediaType());
    }
    errors(responses);
  }

  private static Parameter text(String name, String summary, List<String> choices) {
    return new Parameter(name, Parameter.Form.TEXT, summary, choices, false, false);
  }

  private static void openApi(ObjectNode paths) {
    var get = paths.putObject("/openapi.json").putObject("get");
    get.put("operationId", "openapi").put("summary", "This document.");
    var responses = get.putObject("responses");
    body(responses.putObject("200"), "This document.", "application/json")
        .putObject("schema")
        .put("type", "object");
    errors(responses);
  }

  private static ObjectNode body(ObjectNode response, String description, String type) {
    response.put("description", description);
    return response.putObject("content").putObject(type);
  }

  private static void errors(ObjectNode responses) {
    body(responses.putObject("default"), "The request was refused.", "application/json")
        .putObject("schema")
        .put("$ref", SCHEMA + "error");
  }

  private void components() {
    var components = root.putObject("components");
    components
        .putObject("securitySchemes")
        .putObject("token")
        .put("type", "http")
        .put("scheme", "bearer")
        .put("description", "In `$CLEW_HOME/token` while the recorder runs.");
    var schemas = components.putObject("schemas");
    Shapes.all().values().forEach(shape -> schema(schemas.putObject(shape.name()), shape));
    var error = schemas.putObject("error").put("type", "object");
    error
        .putObject("properties")
        .putObject("error")
        .put("type", "object")
        .putObject("properties")
        .putObject("message")
        .put("type", "string")
        .put("description", "What is wrong, and what to do.");
  }

  private static void schema(ObjectNode schema, Shape shape) {
    schema.put("type", "object").put("description", shape.summary());
    var fields = schema.putObject("properties");
    var required = schema.putArray("required");
    for (var field : shape.fields()) {
      var json = fields.putObject(field.name());
      type(json, field.type());
      json.put("description", field.summary());
      if (field.always()) {
        required.add(field.name());
      }
    }
  }

  private static void type(ObjectNode json, String type) {
    if (type.startsWith("[")) {
      json.put("type", "array");
      type(json.putObject("items"), type.substring(1, type.length() - 1));
      return;
    }
    switch (type) {
      case "any" -> {}
      case "text" -> json.put("type", "string");
      case "time" -> json.put("type", "string").put("format", "date-time");
      case "id" -> json.put("type", "string").put("pattern", "^([0-9a-f]{16}){1,4}$");
      case "number" -> json.put("type", "integer");
      case "money" -> json.put("type", "number");
      case "flag" -> json.put("type", "boolean");
      case "counts" ->
          json.put("type", "object").putObject("additionalProperties").put("type", "integer");
      default -> json.put("$ref", SCHEMA + type);
    }
  }
}
