package dev.clew.export;

import static dev.clew.export.SessionFacts.text;

import java.io.IOException;
import java.io.Writer;
import tools.jackson.databind.JsonNode;

/// One page that needs nothing else: no script, no request, a content policy that allows neither.
///
/// Every text goes through [Html#text] or [HtmlProse]; the only addresses are links to the web,
/// places on the page and images as data.
final class HtmlStory implements Story {
  private static final int LINES = 400;
  private static final int CHARACTERS = 100_000;
  private static final int TITLE = 200;
  private static final int SHORT_DIFF = 60;

  private final Writer out;
  private final Pictures pictures;
  private String footer = "";
  private boolean inTurn;

  HtmlStory(Writer out, Pictures pictures) {
    this.out = out;
    this.pictures = pictures;
  }

  @Override
  public void begin(Head head) throws IOException {
    out.write(HtmlHead.of(head));
    footer = head.made().sentence() + " " + Head.WARNING;
  }

  @Override
  public void turn(JsonNode turn) throws IOException {
    endTurn();
    var number = turn.path("number").asLong(0);
    out.write("<section class=\"turn\" id=\"turn-%d\">\n<header>".formatted(number));
    out.write("<h2><a href=\"#turn-%d\">Turn %d</a></h2>".formatted(number, number));
    tag("span", "when", MarkdownStory.turnFacts(turn));
    out.write("</header>\n<div class=\"prompt prose\">\n");
    prose(text(turn, "prompt"));
    var images = turn.path("images").asLong(0);
    if (images > 0) {
      var they = Figures.of(images, "image") + " came with it and cannot be shown here.";
      tag("p", "more", they);
    }
    out.write("</div>\n");
    inTurn = true;
  }

  private void endTurn() throws IOException {
    if (inTurn) {
      out.write("</section>\n");
      inTurn = false;
    }
  }

  @Override
  public void step(JsonNode json) throws IOException {
    if (!inTurn) { // before the first prompt
      out.write("<section class=\"turn\">\n");
      inTurn = true;
    }
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
      var first = Unseen.line(thinking, TITLE);
      out.write("<details class=\"step unknown thinking\"><summary>");
      out.write("<span class=\"sign\">~</span><b>Thinking</b>");
      tag("span", "what", first);
      out.write("</summary><div class=\"inside prose\">\n");
      prose(thinking);
      out.write("</div></details>\n");
    }
    if (!step.text("text").isBlank()) {
      out.write("<div class=\"said prose\">\n");
      prose(step.text("text"));
      out.write("</div>\n");
    }
    if (step.failed()) {
      out.write("<div class=\"step error\"><div class=\"inside\">");
      tag("p", "minus", "The model call failed: " + Unseen.line(step.text("error"), 2000));
      out.write("</div></div>\n");
    }
  }

  private void tool(StepView step) throws IOException {
    var status = step.text("status");
    var diffs = step.diffs();
    var lines = diffs.stream().mapToLong(each -> each.hunks().lines().count()).sum();
    var open = !diffs.isEmpty() && lines <= SHORT_DIFF ? " open" : "";
    var known = status.equals("ok") || status.equals("error") ? status : "unknown";
    out.write("<details class=\"step %s\"%s><summary>".formatted(known, open));
    tag("span", "sign", step.sign());
    out.write("<b>" + Html.text(Unseen.line(step.tool(), 80)) + "</b>");
    tag("span", "what", Unseen.line(step.text("title"), TITLE));
    tag("span", "took", step.duration());
    if (step.failed()) {
      tag("span", "why", Unseen.line(step.text("error"), TITLE));
    }
    out.write("</summary><div class=\"inside\">\n");
    code("Command", step.command(), step);
    code("Input", step.input(), step);
    for (var diff : diffs) {
      diff(diff, step);
    }
    code("Output", step.output(), step);
    for (var image : step.images()) {
      image(image);
    }
    out.write("</div></details>\n");
  }

  private void code(String label, String text, StepView step) throws IOException {
    if (text.isBlank()) {
      return;
    }
    tag("p", "label", label);
    var cut = Cut.of(Unseen.named(text.stripTrailing()), LINES, CHARACTERS);
    out.write("<pre class=\"wrap\" tabindex=\"0\"><code>" + Html.text(cut.text()));
    out.write("</code></pre>\n");
    note(cut, step);
  }

  private void diff(StepView.Diff diff, StepView step) throws IOException {
    out.write("<p class=\"label\">");
    tag("span", "path", Unseen.line(diff.path(), 300));
    var what = diff.partial() ? diff.op() + ", the passage alone" : diff.op();
    tag("span", "sum", "%s, +%d −%d".formatted(what, diff.added(), diff.removed()));
    out.write("</p><pre class=\"diff\" tabindex=\"0\"><code>");
    var cut = Cut.of(Unseen.named(diff.hunks()), 4 * LINES, CHARACTERS);
    var lines = cut.text().lines().iterator();
    while (lines.hasNext()) {
      var line = lines.next();
      var kind =
          switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '+' -> "a";
            case '-' -> "d";
            case '@', '\\' -> "h";
            default -> "c";
          };
      tag("span", kind, line.isEmpty() ? " " : line);
    }
    out.write("</code></pre>\n");
    note(cut, step);
  }

  private void note(Cut cut, StepView step) throws IOException {
    var note = cut.note(step.id());
    if (!note.isEmpty()) {
      tag("p", "more", note);
    }
  }

  private void image(JsonNode image) throws IOException {
    var address = pictures.address(image);
    if (address.isPresent()) {
      out.write("<img class=\"shot\" alt=\"An image that the tool returned\" src=\"");
      out.write(address.get() + "\">\n");
    } else {
      var size = Figures.bytes(image.path("bytes").asLong(0));
      tag("p", "more", "An image of " + size + " is not in this page.");
    }
  }

  @Override
  public void enter(JsonNode subagent) throws IOException {
    out.write("<details class=\"agent\"><summary><b>Sub-agent ");
    out.write(Html.text(Unseen.line(text(subagent, "subagent_type"), 80)) + "</b>");
    var calls = Figures.of(subagent.path("total_tool_calls").asLong(0), "tool call");
    var money = Figures.money(subagent.path("total_cost_usd"));
    tag("small", "", calls + (money.isEmpty() ? "" : " · " + money));
    out.write("<br>" + Html.text(Unseen.line(text(subagent, "title"), TITLE)));
    out.write("</summary>\n");
  }

  @Override
  public void leave() throws IOException {
    out.write("</details>\n");
  }

  @Override
  public void end() throws IOException {
    endTurn();
    out.write(
        "</main>\n<footer><p>" + Html.text(footer) + "</p></footer>\n</div>\n</body>\n</html>\n");
    out.flush();
  }

  private void prose(String text) throws IOException {
    var cut = Cut.of(text, 4 * LINES, CHARACTERS);
    out.write(HtmlProse.of(cut.text()));
    if (cut.characters() > 0) {
      tag("p", "more", "… %s more not shown here.".formatted(Figures.bytes(cut.characters())));
    }
  }

  private void tag(String name, String style, String text) throws IOException {
    var attribute = style.isEmpty() ? "" : " class=\"" + style + "\"";
    out.write("<%s%s>%s</%s>".formatted(name, attribute, Html.text(text), name));
  }
}
