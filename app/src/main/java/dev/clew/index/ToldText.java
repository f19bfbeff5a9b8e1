package dev.clew.index;

import dev.clew.diff.LineDiff;
import dev.clew.event.Event;
import dev.clew.event.FileEdit;
import dev.clew.event.FileTouch;
import dev.clew.event.ModelAnswer;
import dev.clew.event.Place;
import dev.clew.event.PromptSource;
import dev.clew.event.ToolAnswer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A text that can be searched, as one record tells it.
///
/// @param span the turn of a prompt, else the step; [#BY_PLACE] where the record alone does not say
/// @param at when the record was written, in epoch milliseconds; absent when it has no time
public record ToldText(TextKind kind, long span, @Nullable Long at, String text) {
  /// Instead of a span: the record's place among the others names it, and [Courses] knows it.
  public static final long BY_PLACE = 0;

  /// The texts that the events of one record tell; blank ones are left out.
  ///
  /// What an agent puts to a sub-agent is not a prompt here: it is what the call that starts the
  /// sub-agent asks for.
  ///
  /// @param kinds which kinds are asked for
  public static List<ToldText> of(List<Event> events, Set<TextKind> kinds) {
    var told = new ArrayList<ToldText>();
    for (var event : events) {
      switch (event) {
        case Event.PromptSubmitted prompt -> {
          if (prompt.source() != PromptSource.PARENT_AGENT) {
            add(told, event, TextKind.PROMPTS, prompt.turn().bits(), prompt.text());
          }
        }
        case Event.ModelAnswered answered -> {
          var text = blocks(answered.answer().blocks());
          add(told, event, TextKind.OUTPUT, answered.step().bits(), text);
        }
        case Event.ToolRequested requested -> {
          if (requested.intended().stream().anyMatch(touch -> touch.edit() != null)) {
            if (kinds.contains(TextKind.DIFFS)) {
              var diff = edits(requested.intended());
              add(told, event, TextKind.DIFFS, requested.step().bits(), diff);
            }
          } else if (kinds.contains(TextKind.COMMANDS)) {
            var text = new StringBuilder();
            strings(requested.input(), text);
            add(told, event, TextKind.COMMANDS, requested.step().bits(), text.toString());
          }
        }
        case Event.ToolAnswered answered -> {
          add(told, event, TextKind.OUTPUT, answered.step().bits(), output(answered.answer()));
          if (kinds.contains(TextKind.DIFFS)) {
            var diff = edits(answered.answer().files());
            add(told, event, TextKind.DIFFS, answered.step().bits(), diff);
          }
        }
        case Event.Placed placed -> place(told, placed);
        case Event.SessionObserved _,
            Event.SessionTitled _,
            Event.SettingsTold _,
            Event.SessionForked _,
            Event.ApprovalAsked _,
            Event.TurnAborted _,
            Event.SessionStarted _,
            Event.SessionEnded _,
            Event.PermissionChecked _,
            Event.FileChanged _,
            Event.SnapshotTaken _,
            Event.WorktreeCompared _,
            Event.GitMoved _,
            Event.CommitSeen _,
            Event.CaptureMissed _,
            Event.WroteStale _,
            Event.LinesClaimed _,
            Event.ModelCallFailed _,
            Event.SubagentStarted _,
            Event.ContextCompacted _,
            Event.TurnEnded _,
            Event.GitOperated _,
            Event.PullRequestLinked _,
            Event.FileChangedOutside _,
            Event.RecordLinked _,
            Event.Kept _,
            Event.Unrecognised _,
            Event.Malformed _ -> {}
      }
    }
    return told;
  }

  private static void place(List<ToldText> told, Event.Placed placed) {
    switch (placed.place()) {
      case Place.Prompt prompt -> {
        if (prompt.source() != PromptSource.PARENT_AGENT) {
          add(told, placed, TextKind.PROMPTS, BY_PLACE, prompt.text());
        }
      }
      case Place.Said said -> add(told, placed, TextKind.OUTPUT, BY_PLACE, blocks(said.blocks()));
      case Place.Conditions _,
          Place.Asked _,
          Place.Answered _,
          Place.Counted _,
          Place.Stopped _ -> {}
    }
  }

  private static void add(List<ToldText> told, Event event, TextKind kind, long span, String text) {
    if (!text.isBlank()) {
      var at = event.header().at();
      told.add(new ToldText(kind, span, at == null ? null : at.toEpochMilli(), text));
    }
  }

  private static String blocks(List<ModelAnswer.Block> blocks) {
    var text = new StringBuilder();
    blocks.forEach(block -> append(text, block.text()));
    return text.toString();
  }

  private static void append(StringBuilder all, String text) {
    if (!text.isEmpty()) {
      all.append(all.isEmpty() ? "" : "\n").append(text);
    }
  }

  /// The result as the model saw it: where there is none, the command's streams.
  private static String output(ToolAnswer answer) {
    var command = answer.command();
    if (!answer.output().isBlank() || command == null) {
      return answer.output();
    }
    var text = new StringBuilder(command.stdout());
    append(text, command.stderr());
    return text.toString();
  }

  /// The values of a call's arguments, without their names.
  private static void strings(JsonNode node, StringBuilder text) {
    if (node.isString()) {
      append(text, node.stringValue());
    } else {
      node.values().forEach(each -> strings(each, text));
    }
  }

  /// Path and changed lines of every edit, as in a diff without context; empty when there is none.
  private static String edits(List<FileTouch> touches) {
    var text = new StringBuilder();
    for (var touch : touches) {
      var edit = touch.edit();
      if (edit != null) {
        append(text, touch.path());
        switch (edit) {
          case FileEdit.Rewrite rewrite ->
              changed(rewrite.before().map(ToldText::bytes), bytes(rewrite.content()), text);
          case FileEdit.Replace replace ->
              changed(Optional.of(bytes(replace.oldText())), bytes(replace.newText()), text);
          case FileEdit.Restored _ -> {}
          case FileEdit.Patch patch ->
              patch
                  .text()
                  .lines()
                  .filter(line -> line.startsWith("+") || line.startsWith("-"))
                  .forEach(line -> text.append('\n').append(line.stripTrailing()));
        }
      }
    }
    return text.toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void changed(Optional<byte[]> before, byte[] after, StringBuilder text) {
    for (var hunk : LineDiff.of(before.orElse(null), after).hunks(0)) {
      for (var line : hunk.lines()) {
        text.append('\n').append(line.kind().sign()).append(line.text().stripTrailing());
      }
    }
  }
}
