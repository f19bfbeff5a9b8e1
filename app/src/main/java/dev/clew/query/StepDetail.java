package dev.clew.query;

import dev.clew.content.DamagedObjectException;
import dev.clew.event.Event;
import dev.clew.event.FileOp;
import dev.clew.event.FileTouch;
import dev.clew.event.GitMove;
import dev.clew.event.ModelAnswer;
import dev.clew.event.Place;
import dev.clew.event.RecordId;
import dev.clew.event.SpanId;
import dev.clew.event.ToolAnswer;
import dev.clew.event.WorkspaceState;
import dev.clew.index.Missed;
import dev.clew.index.PermissionRow;
import dev.clew.index.Seen;
import dev.clew.index.StaleRow;
import dev.clew.index.StepRow;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// A step with everything that its records tell.
///
/// @param input the tool's arguments
/// @param answer the tool's result
/// @param texts what the model wrote, thinking apart
/// @param files what it did to files: from the contents that were seen in the workspace, else with
///   the diffs that follow from the edit tool's arguments
/// @param snapshots the workspace before and after it
/// @param moves what Git did in it
/// @param missed what was not captured of it
/// @param stale writes from a version that was no longer there, by it or over what it had left
/// @param records the records that tell of it
/// @param hooks which hook a record is of, where it is one's
/// @param checks whether it was allowed
public record StepDetail(
    StepRow row,
    @Nullable JsonNode input,
    @Nullable ToolAnswer answer,
    List<ModelAnswer.Block> texts,
    @Nullable String requestId,
    List<FileDetail> files,
    List<Seen<WorkspaceState>> snapshots,
    List<Seen<GitMove>> moves,
    List<Seen<Missed>> missed,
    List<StaleRow> stale,
    List<Records.Told> records,
    Map<RecordId, String> hooks,
    List<PermissionRow> checks,
    @Nullable String priceVersion) {

  static StepDetail of(Sources sources, StepRow row)
      throws SQLException, IOException, QueryException, DamagedObjectException {
    var id = new SpanId(row.id());
    var told = Records.events(sources, sources.index().evidence(row.id()));
    Event.ToolRequested request = null;
    Event.ToolAnswered inFile = null;
    Event.ToolAnswered byHook = null;
    String requestId = null;
    var texts = new ArrayList<ModelAnswer.Block>();
    for (var each : told) {
      switch (each.event()) {
        case Event.ToolRequested event when event.step().equals(id) -> {
          if (request == null || (isHook(request) && !isHook(event))) {
            request = event;
          }
        }
        case Event.ToolAnswered event when event.step().equals(id) -> {
          if (isHook(event)) {
            byHook = byHook == null ? event : byHook;
          } else {
            inFile = inFile == null ? event : inFile;
          }
        }
        case Event.ModelAnswered event when event.step().equals(id) -> {
          event.answer().blocks().stream()
              .filter(block -> !texts.contains(block))
              .forEach(texts::add);
          requestId = event.answer().requestId();
        }
        case Event.Placed event when "llm_call".equals(row.kind()) -> {
          if (event.place() instanceof Place.Said said) {
            texts.addAll(said.blocks());
          }
        }
        default -> {} // the records tell of other steps too
      }
    }
    var input = request == null ? null : request.input();
    var intended = request == null ? List.<FileTouch>of() : request.intended();
    var answer = together(inFile, byHook);
    var hooks = new HashMap<RecordId, String>();
    for (var each : told) {
      var hook = HookName.of(sources, each.record());
      if (hook != null) {
        hooks.put(each.record().id(), hook);
      }
    }
    var touched = answer == null || answer.files().isEmpty() ? intended : answer.files();
    var workspaces = sources.index().workspaces();
    return new StepDetail(
        row,
        input,
        answer,
        texts,
        requestId,
        files(sources, row, touched),
        workspaces.snapshotsOfStep(row.id()),
        workspaces.gitMovesOfStep(row.id()),
        workspaces.missedOfStep(row.id()),
        sources.index().overlaps().staleOfStep(row.id()),
        told,
        hooks,
        sources.index().permissionsOfStep(row.id()),
        row.costPico() == null ? null : sources.index().priceVersion().orElse(null));
  }

  private static boolean isHook(Event event) {
    return event.header().position() == Event.Header.NOWHERE;
  }

  /// What the transcript says of the answer, and the hook's word where it says nothing.
  private static @Nullable ToolAnswer together(
      Event.@Nullable ToolAnswered inFile, Event.@Nullable ToolAnswered byHook) {
    if (inFile == null || byHook == null) {
      var only = inFile == null ? byHook : inFile;
      return only == null ? null : only.answer();
    }
    var one = inFile.answer();
    var other = byHook.answer();
    return new ToolAnswer(
        one.status(),
        one.output().isEmpty() ? other.output() : one.output(),
        one.error(),
        one.files().isEmpty() ? other.files() : one.files(),
        one.command() == null ? other.command() : one.command(),
        one.durationMs() == null ? other.durationMs() : one.durationMs(),
        one.denial() == null ? other.denial() : one.denial(),
        one.truncated(),
        one.images());
  }

  /// What was seen in the workspace, and what the agent tells of reading and of other places.
  private static List<FileDetail> files(Sources sources, StepRow row, List<FileTouch> told)
      throws SQLException, IOException, QueryException {
    var seen = sources.index().workspaces().changesOfSteps(List.of(row.id()));
    var files = new ArrayList<FileDetail>();
    var roots = new HashSet<String>();
    if (!seen.isEmpty()) {
      for (var diff : new WorkspaceFiles(sources, Patches.Style.USUAL).each(seen)) {
        files.add(FileDetail.of(diff));
        roots.add(diff.root());
      }
    }
    if ("ok".equals(row.status())) {
      told.stream()
          .filter(touch -> touch.op() == FileOp.READ || !isSeen(touch.path(), roots))
          .map(FileDetail::of)
          .forEach(files::add);
    }
    return List.copyOf(files);
  }

  private static boolean isSeen(String path, Set<String> roots) {
    return !roots.isEmpty()
        && (!path.startsWith("/") || roots.stream().anyMatch(root -> path.startsWith(root + "/")));
  }

  void write(JsonGenerator json) {
    LogQuestion.fields(row, json);
    var fields = new Fields(json);
    fields.at("ended_at", row.endedAt()).text("provider", row.provider());
    fields.text("stop_reason", row.stopReason()).text("request_id", requestId);
    fields.text("price_version", priceVersion);
    if (input != null) {
      json.writeName("input");
      writeTree(json, input);
    }
    fields.text("text", joined(false)).text("thinking", joined(true));
    var result = answer;
    if (result != null) {
      fields.text("output", result.output()).flag("output_truncated", result.truncated());
      write(result.command(), json);
      images(result, json);
    }
    json.writeArrayPropertyStart("files");
    files.forEach(file -> file.write(json));
    json.writeEndArray();
    Checks.write(checks, json);
    SeenFields.snapshots("snapshots", snapshots, json);
    SeenFields.moves(moves, json);
    SeenFields.missed(missed, json);
    if (!stale.isEmpty()) {
      StaleFields.list("stale_writes", stale, json);
    }
    sources(json);
  }

  private static void writeTree(JsonGenerator json, JsonNode node) {
    json.writeRawValue(node.toString());
  }

  private @Nullable String joined(boolean thinking) {
    var text = new StringBuilder();
    for (var block : texts) {
      if (block.thinking() == thinking && !block.text().isEmpty()) {
        text.append(text.isEmpty() ? "" : "\n\n").append(block.text());
      }
    }
    return text.isEmpty() ? null : text.toString();
  }

  private void write(ToolAnswer.@Nullable CommandResult result, JsonGenerator json) {
    if (result == null) {
      return;
    }
    json.writeObjectPropertyStart("command");
    var command = input == null ? "" : commandLine(input);
    new Fields(json)
        .text("command", command)
        .text("stdout", result.stdout())
        .text("stderr", result.stderr())
        .number("exit_code", result.exitCode())
        .text("background_task", result.background())
        .flag("interrupted", result.interrupted());
    json.writeEndObject();
  }

  /// The command line as the tool's arguments have it: one string, or the words of it.
  private static String commandLine(JsonNode input) {
    var command = input.path(input.has("cmd") ? "cmd" : "command");
    return command.isArray()
        ? command.values().stream().map(word -> word.asString("")).collect(Collectors.joining(" "))
        : command.asString("");
  }

  private static void images(ToolAnswer answer, JsonGenerator json) {
    json.writeArrayPropertyStart("images");
    for (var image : answer.images()) {
      json.writeStartObject();
      new Fields(json)
          .text("sha256", image.sha256())
          .text("media_type", image.mediaType())
          .number("bytes", image.bytes());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void sources(JsonGenerator json) {
    Map<String, Records.Told> byRecord = new LinkedHashMap<>();
    records.forEach(told -> byRecord.putIfAbsent(told.record().id().hex(), told));
    json.writeArrayPropertyStart("sources");
    byRecord.forEach((id, told) -> {
      json.writeStartObject();
      new Fields(json)
          .text("record", id)
          .number("entry", told.record().seq())
          .text("kind", told.record().kind())
          .text("hook", hooks.get(told.record().id()))
          .text("file", told.record().stream())
          .number("line", told.record().line());
      json.writeEndObject();
    });
    json.writeEndArray();
    new Fields(json).texts("evidence", byRecord.keySet());
  }
}
