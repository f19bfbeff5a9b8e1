package dev.clew.export;

import static dev.clew.export.SessionFacts.number;
import static dev.clew.export.SessionFacts.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/// A page's beginning: its style, its content policy, the facts, the turns, the files, the cost.
final class HtmlHead {
  private final StringBuilder out = new StringBuilder();

  private HtmlHead() {}

  static String of(Head head) {
    var page = new HtmlHead();
    page.document(SessionFacts.title(head.session()));
    page.title(head);
    page.overview(head);
    page.out.append("<main id=\"turns\">\n");
    return page.out.toString();
  }

  private void document(String title) {
    var style = style();
    out.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';");
    out.append(" style-src 'sha256-").append(sha256(style)).append("'; img-src data:;");
    out.append(" base-uri 'none'; form-action 'none'\">\n");
    out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.append("<meta name=\"color-scheme\" content=\"light dark\">\n");
    out.append("<meta name=\"referrer\" content=\"no-referrer\">\n");
    out.append("<meta name=\"robots\" content=\"noindex\">\n<title>");
    out.append(line(title)).append("</title>\n<style>").append(style).append("</style>\n</head>\n");
    out.append("<body>\n<a class=\"skip\" href=\"#turns\">To the first turn</a>\n");
    out.append("<div class=\"page\">\n");
  }

  private void title(Head head) {
    out.append("<header>\n<p class=\"kicker\">A recorded session</p>\n<h1>");
    out.append(line(SessionFacts.title(head.session()))).append("</h1>\n<dl class=\"facts\">\n");
    SessionFacts.of(head)
        .forEach((label, value) ->
            out.append("<dt>%s</dt><dd>%s</dd>\n".formatted(Html.text(label), line(value))));
    out.append("</dl>\n<p class=\"note\">").append(Html.text(head.made().sentence()));
    out.append(" ").append(Html.text(Head.WARNING)).append("</p>\n</header>\n");
  }

  private void overview(Head head) {
    out.append("<nav class=\"overview\" aria-label=\"Contents\">\n");
    var turns = head.session().path("turn_list");
    if (!turns.isEmpty()) {
      open("Turns", Integer.toString(turns.size()), true);
      out.append("<ol class=\"turns\">\n");
      turns.values().forEach(this::turn);
      out.append("</ol>\n");
      close();
    }
    if (!head.files().isEmpty()) {
      open("Files", Integer.toString(head.files().size()), false);
      table("File", "Read", "Created", "Changed", "Deleted", "Lines");
      head.files().forEach(this::file);
      out.append("</tbody></table></div>\n");
      close();
    }
    if (!head.costs().isEmpty()) {
      open("Cost by model", Figures.money(head.session().path("total_cost_usd")), false);
      table("Model", "Calls", "Tokens", "Cost");
      head.costs().forEach(this::cost);
      out.append("</tbody></table></div>\n");
      close();
    }
    out.append("</nav>\n");
  }

  private void turn(JsonNode turn) {
    var number = number(turn, "number");
    var money = Figures.money(turn.path("cost_usd"));
    var errors = number(turn, "errors");
    out.append("<li><span class=\"n\">%d</span><a href=\"#turn-%d\">".formatted(number, number));
    out.append(line(text(turn, "title"))).append("</a><span class=\"sum\">");
    out.append(Figures.of(number(turn, "steps"), "step"));
    out.append(
        errors == 0 ? "" : " · <span class=\"minus\">" + Figures.of(errors, "error") + "</span>");
    out.append(money.isEmpty() ? "" : " · " + money).append("</span></li>\n");
  }

  private void file(JsonNode file) {
    out.append("<tr><td><code>").append(line(text(file, "path"))).append("</code></td>");
    for (var name : new String[] {"reads", "created", "modified", "deleted"}) {
      var count = number(file, name);
      cell(count == 0 ? "" : Long.toString(count));
    }
    var added = number(file, "added");
    var removed = number(file, "removed");
    out.append("<td class=\"num\">");
    if (added + removed > 0) {
      out.append("<span class=\"plus\">+%d</span> ".formatted(added));
      out.append("<span class=\"minus\">−%d</span>".formatted(removed));
    }
    out.append("</td></tr>\n");
  }

  private void cost(JsonNode cost) {
    out.append("<tr><td>").append(line(text(cost, "key"))).append("</td>");
    cell(Long.toString(number(cost, "model_calls")));
    cell(Figures.tokens(cost.path("tokens")));
    cell(Figures.money(cost.path("cost_usd")));
    out.append("</tr>\n");
  }

  private void cell(String text) {
    out.append("<td class=\"num\">").append(Html.text(text)).append("</td>");
  }

  private void table(String first, String... others) {
    out.append("<div class=\"wide\"><table><thead><tr><th>").append(first).append("</th>");
    for (var each : others) {
      out.append("<th class=\"num\">").append(each).append("</th>");
    }
    out.append("</tr></thead><tbody>\n");
  }

  private void open(String label, String more, boolean isOpen) {
    out.append(isOpen ? "<details class=\"fold\" open>" : "<details class=\"fold\">");
    out.append("<summary>").append(label).append(" <small>").append(Html.text(more));
    out.append("</small></summary><div class=\"inside\">\n");
  }

  private void close() {
    out.append("</div></details>\n");
  }

  private static String line(String text) {
    return Html.text(Unseen.line(text, 500));
  }

  private static String style() {
    try (var in = HtmlHead.class.getResourceAsStream("page.css")) {
      var style = Objects.requireNonNull(in, "page.css is in the jar").readAllBytes();
      return new String(style, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("page.css", e);
    }
  }

  private static String sha256(String text) {
    try {
      var hash = MessageDigest.getInstance("SHA-256");
      return Base64.getEncoder().encodeToString(hash.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
