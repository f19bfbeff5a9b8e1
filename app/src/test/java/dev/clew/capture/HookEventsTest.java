package dev.clew.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.clew.capture.claude.ClaudeHooks;
import dev.clew.capture.codex.CodexHooks;
import dev.clew.capture.copilot.CopilotHooks;
import dev.clew.capture.cursor.CursorHooks;
import dev.clew.capture.gemini.GeminiHooks;
import dev.clew.capture.opencode.OpenCodeHooks;
import dev.clew.event.Event;
import dev.clew.event.EventJson;
import dev.clew.event.FileTouch;
import dev.clew.event.RecordId;
import dev.clew.testing.Cases;
import dev.clew.testing.DisturbedJson;
import dev.clew.testing.Golden;
import dev.clew.testing.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Each fixture is a row of payloads of one agent's hooks; beside it stand, for each, what the
/// recorder is told at once and the events.
class HookEventsTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Path FIXTURES = Path.of("src/test/fixtures/capture");
  private static final Instant START = Instant.parse("2026-03-01T09:00:00.123456789Z");

  private static List<Hooks> agents() {
    return List.of(
        new ClaudeHooks(),
        new CodexHooks(),
        new GeminiHooks(),
        new CursorHooks(),
        new OpenCodeHooks(),
        new CopilotHooks());
  }

  private static List<Path> fixtures(Hooks agent) {
    try (var files = Files.list(FIXTURES.resolve(agent.agent() + "-hooks"))) {
      return files.filter(each -> each.toString().endsWith(".jsonl")).sorted().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @TestFactory
  Stream<DynamicTest> hooks_tell_these_events() {
    return agents().stream()
        .flatMap(agent ->
            fixtures(agent).stream()
                .map(file -> {
                  var name = "capture/" + FIXTURES.relativize(file);
                  return dynamicTest(
                      name,
                      () -> Golden.check(name.replace(".jsonl", ".events"), told(agent, file)));
                }));
  }

  private static String told(Hooks agent, Path file) throws IOException {
    var text = new StringBuilder();
    var number = 0;
    for (var line : Files.readAllLines(file)) {
      var envelope = envelope(agent, JSON.readTree(line), number++);
      text.append(text(agent.call(envelope))).append('\n');
      for (var event : interpret(agent, envelope)) {
        text.append("  ").append(EventJson.of(event)).append('\n');
      }
    }
    return text.toString();
  }

  private static String text(HookCall call) {
    return Stream.of(
            call.phase(),
            call.session().agentSession(),
            call.session().subagent(),
            call.step() == null ? null : call.step().hex(),
            call.tool(),
            call.kind(),
            call.touched().stream()
                .map(touch -> touch.op() + " " + touch.path())
                .collect(Collectors.joining(",")),
            call.command(),
            call.cwd(),
            call.transcript())
        .map(part -> part == null ? "-" : part.toString())
        .collect(Collectors.joining(" | "));
  }

  /// A line of a fixture: a payload, or one with what the client or the recorder add.
  private static HookEnvelope envelope(Hooks agent, JsonNode line, int number) {
    var isWhole = line.has("payload");
    var envelope =
        new HookEnvelope(
            agent.agent(),
            isWhole ? line.path("event").asString("") : "",
            START.plusMillis(number * 250L),
            "n" + number,
            4321,
            isWhole ? line.path("payload") : line);
    return line.path("call").isString() ? envelope.about(line.path("call").asString()) : envelope;
  }

  private static List<Event> interpret(Hooks agent, HookEnvelope envelope) {
    var id = RecordId.derive(agent.agent(), "hook", envelope.nonce());
    var context = new RecordContext(id, agent.sessionOf(envelope), 0);
    var payload = envelope.payload().toString().getBytes(StandardCharsets.UTF_8);
    return agent.interpret(context, JSON.readTree(envelope.stored(payload)));
  }

  @Test
  void whatever_stands_in_place_of_a_value_no_hook_throws_and_each_tells_something()
      throws IOException {
    for (var agent : agents()) {
      var payloads = new ArrayList<JsonNode>();
      for (var file : fixtures(agent)) {
        Files.readAllLines(file).forEach(line -> payloads.add(JSON.readTree(line)));
      }
      Cases.forAll(
          2000,
          random -> {
            var payload = payloads.get(random.nextInt(payloads.size())).deepCopy();
            for (var i = random.nextInt(4); i >= 0; i--) {
              payload = DisturbedJson.of(payload, random);
            }
            var envelope = envelope(agent, payload, 1);
            agent.recognises(payload);
            agent.call(envelope);
            assertThat(interpret(agent, envelope)).as(payload.toString()).isNotEmpty();
          });
    }
  }

  /// What a file of the samples is by its name, and the session that its payload names.
  private record Sample(Hooks agent, String file, HookEnvelope envelope) {}

  private static List<Sample> samples() throws IOException {
    var found = new ArrayList<Sample>();
    for (var agent : agents()) {
      var folders = List.of("claude-hooks/vredchenko", "hook-payloads/gryph");
      if (agent.agent().equals("copilot")) {
        found.addAll(fromTranscripts(agent));
      }
      for (var folder : folders) {
        for (var file : Samples.files(folder, ".json")) {
          var name = file.getFileName().toString();
          var theirs = name.startsWith("claudecode__") ? "claude" : name.replaceAll("__.*", "");
          var owner = folder.startsWith("claude-hooks") ? "claude" : theirs;
          if (owner.equals(agent.agent())) {
            var payload = JSON.readTree(Files.readAllBytes(file));
            found.add(new Sample(agent, name, envelope(agent, payload, 1)));
          }
        }
      }
    }
    return found;
  }

  /// What hooks were given, as this agent keeps it in its own transcripts.
  private static List<Sample> fromTranscripts(Hooks agent) throws IOException {
    var found = new ArrayList<Sample>();
    for (var file : Samples.files("copilot", ".jsonl")) {
      for (var line : Files.readAllLines(file)) {
        if (line.contains("\"hook.start\"")) {
          var data = JSON.readTree(line).path("data");
          var hook = data.path("hookType").asString("");
          var whole = JSON.createObjectNode().put("event", hook).set("payload", data.path("input"));
          var name = hook.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
          found.add(new Sample(agent, name, envelope(agent, whole, 1)));
        }
      }
    }
    return found;
  }

  @TestFactory
  Stream<DynamicTest> a_real_payload_tells_whose_it_is_and_what_it_is() throws IOException {
    return samples().stream()
        .map(sample ->
            dynamicTest(
                sample.agent().agent() + " " + sample.file(),
                () -> {
                  var call = sample.agent().call(sample.envelope());
                  assertThat(interpret(sample.agent(), sample.envelope()))
                      .isNotEmpty()
                      .noneMatch(event -> EventJson.of(event).toString().contains("user_email"));
                  if (sample.file().startsWith("_edge-cases")) {
                    return;
                  }
                  assertThat(call.session().agentSession()).isNotEqualTo("unknown");
                  assertThat(call.phase()).isEqualTo(phase(sample.file()));
                  if (call.phase() == HookCall.Phase.AFTER_TOOL) {
                    assertThat(call.tool()).isNotNull();
                    assertThat(call.touched())
                        .extracting(FileTouch::path)
                        .allMatch(p -> !p.isEmpty());
                  }
                }));
  }

  /// The phase that follows from a sample's name alone.
  private static HookCall.Phase phase(String file) {
    var name =
        file.replaceAll("^(claudecode|codex|cursor|gemini|opencode)__", "").replace('_', '-');
    if (name.matches("(pre-tool-use|before-tool|before-shell|before-read|tool-execute-before).*")
        && !name.startsWith("pre-tool-use-batch")) {
      return HookCall.Phase.BEFORE_TOOL;
    }
    if (name.matches(
            "(post-tool-use(-failure)?(-|\\b)(?!batch)|post-tool-use-failure|after-tool|after-file-edit|"
                + "tool-execute-after|permission-denied).*")
        && !name.startsWith("post-tool-batch")) {
      return HookCall.Phase.AFTER_TOOL;
    }
    if (name.matches("(session-start|session-created).*")) {
      return HookCall.Phase.SESSION_START;
    }
    if (name.startsWith("session-end")) {
      return HookCall.Phase.SESSION_END;
    }
    if (name.matches("(user-prompt-submit|before-submit-prompt|user-prompt-submitted).*")) {
      return HookCall.Phase.PROMPT;
    }
    return name.matches("(stop|subagent-stop|session-idle|agent-stop).*")
        ? HookCall.Phase.TURN_END
        : HookCall.Phase.OTHER;
  }
}
