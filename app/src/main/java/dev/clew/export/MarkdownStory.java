package dev.clew.export;

import static dev.clew.export.SessionFacts.text;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A document in Markdown as GitHub reads it: turns are headings, tools are folded.
final class MarkdownStory implements Story {
  private static final int LINES = 60;
  private static final int DIFF_LINES = 400;
  private static final int CHARACTERS = 20_000;
  private static final int TITLE = 100;

  private final Writer out;

  MarkdownStory(Writer out) {
    this.out = out;
  }

  @Override
  public void begin(Head head) throws IOException {
    line("# " + MarkdownText.line(SessionFacts.title(head.session()), TITLE));
    line("");
    line("| | |");
    line("| --- | --- |");
    for (var fact : SessionFacts.of(head).entrySet()) {
      line("| %s | %s |".formatted(fact.getKey(), MarkdownText.line(fact.getValue(), 300)));
    }
    line("");
    line("*" + head.made().sentence() + " " + Head.WARNING + "*");
    line("");
    files(head.files());
    costs(head.costs());
  }

  private void files(List<JsonNode> files) throws IOException {
    if (files.isEmpty()) {
      return;
    }
    open("Files: " + files.size());
    line("| File | Read | Created | Changed | Deleted | Lines |");
    line("| --- | ---: | ---: | ---: | ---: | ---: |");
    for (var file : files) {
      line(
          "| %s | %s | %s | %s | %s | +%s −%s |"
              .formatted(
                  MarkdownText.line(text(file, "path"), 300),
                  file.path("reads").asLong(0),
                  file.path("created").asLong(0),
                  file.path("modified").asLong(0),
                  file.path("deleted").asLong(0),
                  file.path("added").asLong(0),
                  file.path("removed").asLong(0)));
    }
    close();
  }

  private void costs(List<JsonNode> costs) throws IOException {
    if (costs.isEmpty()) {
      return;
    }
    open("Cost by model");
    line("| Model | Calls | Tokens | Cost |");
    line("| --- | ---: | --- | ---: |");
    for (var cost : costs) {
      line(
          "| %s | %s | %s | %s |"
              .formatted(
                  MarkdownText.line(text(cost, "key"), 100),
                  cost.path("model_calls").asLong(0),
                  Figures.tokens(cost.path("tokens")),
                  Figures.money(cost.path("cost_usd"))));
    }
    close();
  }

  @Override
  public void turn(JsonNode turn) throws IOException {
    line("");
    line(
        "## %d. %s"
            .formatted(
                turn.path("number").asLong(0), MarkdownText.line(text(turn, "title"), TITLE)));
    line("");
    line("*%s*".formatted(turnFacts(turn)));
    line("");
    for (var each : MarkdownText.prose(text(turn, "prompt"))) {
      line(each.isEmpty() ? ">" : "> " + each);
    }
    var images = turn.path("images").asLong(0);
    if (images > 0) {
      line(">");
      line("> *%s came with it and cannot be shown here.*".formatted(Figures.of(images, "image")));
    }
    line("");
  }

  static String turnFacts(JsonNode turn) {
    var facts = new StringBuilder(Figures.minute(turn.path("started_at")));
    append(facts, Figures.of(turn.path("steps").asLong(0), "step"));
    append(facts, Figures.duration(turn.path("duration_ms")));
    var errors = turn.path("errors").asLong(0);
    append(facts, errors == 0 ? "" : Figures.of(errors, "error"));
    append(facts, Figures.money(turn.path("cost_usd")));
    return facts.toString();
  }

  private static void append(StringBuilder facts, String fact) {
    if (!fact.isEmpty()) {
      facts.append(facts.isEmpty() ? "" : " · ").append(fact);
    }
  }

  @Override
  public void step(JsonNode json) throws IOException {
    var step = new StepView(json);
    if (step.isModelCall()) {
      modelCall(step);
    } else {
      tool(step);
    }
  }

  private void modelCall(StepView step) throws IOException {
    var thinking = step.text("thinking");
    if (!thinking.isBlank()) {
      open("Thinking");
      lines(MarkdownText.prose(thinking));
      close();
    }
    if (!step.text("text").isBlank()) {
      lines(MarkdownText.prose(step.text("text")));
      line("");
    }
    if (step.failed()) {
      line("**✗ The model call failed:** " + MarkdownText.line(step.text("error"), 300));
      line("");
    }
  }

  private void tool(StepView step) throws IOException {
    var summary = new StringBuilder(step.sign()).append(' ').append(step.tool());
    append(summary, Unseen.line(step.text("title"), TITLE));
    append(summary, step.duration());
    open(summary.toString());
    if (step.failed()) {
      line("**Failed:** " + MarkdownText.line(step.text("error"), 300));
      line("");
    }
    code("Command", step.command(), "sh", LINES, step);
    code("Input", step.input(), "json", LINES, step);
    for (var diff : step.diffs()) {
      var path = MarkdownText.line(diff.path(), 300);
      line("%s, +%d −%d".formatted(path, diff.added(), diff.removed()));
      line("");
      code("", diff.hunks(), "diff", DIFF_LINES, step);
    }
    code("Output", step.output(), "text", LINES, step);
    if (!step.images().isEmpty()) {
      line("*%s not shown here.*".formatted(Figures.of(step.images().size(), "image")));
      line("");
    }
    close();
  }

  private void code(String label, String text, String language, int most, StepView step)
      throws IOException {
    if (text.isBlank()) {
      return;
    }
    if (!label.isEmpty()) {
      line("*" + label + "*");
      line("");
    }
    var cut = Cut.of(text, most, CHARACTERS);
    lines(MarkdownText.fenced(cut.text(), language));
    line("");
    var note = cut.note(step.id());
    if (!note.isEmpty()) {
      line("*" + note + "*");
      line("");
    }
  }

  @Override
  public void enter(JsonNode subagent) throws IOException {
    var summary = new StringBuilder("Sub-agent ").append(text(subagent, "subagent_type").strip());
    append(summary, Unseen.line(text(subagent, "title"), TITLE));
    append(summary, Figures.money(subagent.path("total_cost_usd")));
    open(summary.toString());
  }

  @Override
  public void leave() throws IOException {
    close();
  }

  @Override
  public void end() throws IOException {
    out.flush();
  }

  /// Begins what is folded; the empty line lets Markdown go on inside.
  private void open(String summary) throws IOException {
    line("<details>");
    line("<summary>" + Html.text(Unseen.line(summary, 300)) + "</summary>");
    line("");
  }

  private void close() throws IOException {
    line("");
    line("</details>");
    line("");
  }

  private void lines(List<String> lines) throws IOException {
    for (var each : lines) {
      line(each);
    }
  }

  private void line(String text) throws IOException {
    out.write(text);
    out.write('\n');
  }
}
