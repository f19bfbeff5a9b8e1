package dev.clew.export;

import java.util.List;
import java.util.regex.Pattern;

/// What an agent or a person wrote, as HTML: paragraphs, headings, lists, code, bold and links to
/// the web. Everything else of Markdown stays the text that it is.
///
/// Every piece of text goes through [Html#text]; tags are ours alone.
final class HtmlProse {
  private static final Pattern FENCE = Pattern.compile("[ \\t]*(`{3,}|~{3,})([^`]*)");
  private static final Pattern HEADING = Pattern.compile(" {0,3}#{1,6}[ \\t]+(.*)");
  private static final Pattern ITEM =
      Pattern.compile("([ \\t]*)(?:[-*+]|[0-9]{1,4}[.)])[ \\t]+(.*)");
  // Code first: nothing inside of it is anything else.
  private static final Pattern INLINE =
      Pattern.compile(
          "(?<!`)(?<tick>`++)(?<code>[^`\\n]+)\\k<tick>(?!`)"
              + "|\\*\\*(?<bold>[^*\\n]+)\\*\\*"
              + "|\\[(?<label>[^\\[\\]\\n]+)\\]\\((?<address>https?://[^\\s()<>\"']+)\\)"
              + "|(?<url>https?://[^\\s()<>\"'`\\]\\[]+[^\\s()<>\"'`\\]\\[.,;:!?])");

  private final StringBuilder out = new StringBuilder();
  private final StringBuilder open = new StringBuilder();
  private Block kind = Block.NONE;

  /// What is being written.
  private enum Block {
    NONE,
    PARAGRAPH,
    LIST,
    TABLE
  }

  private HtmlProse() {}

  /// The text as blocks of HTML.
  static String of(String text) {
    var prose = new HtmlProse();
    prose.blocks(Unseen.named(text).lines().toList());
    return prose.out.toString();
  }

  private void blocks(List<String> lines) {
    for (var i = 0; i < lines.size(); i++) {
      var fence = FENCE.matcher(lines.get(i));
      if (fence.matches()) {
        var end = i + 1;
        while (end < lines.size() && !closes(lines.get(end), fence.group(1))) {
          end++;
        }
        close();
        code(lines.subList(i + 1, end));
        i = end;
      } else {
        line(lines.get(i));
      }
    }
    close();
  }

  private static boolean closes(String line, String fence) {
    var end = line.strip();
    return end.length() >= fence.length() && end.chars().allMatch(c -> c == fence.charAt(0));
  }

  private void line(String line) {
    var heading = HEADING.matcher(line);
    var item = ITEM.matcher(line);
    if (line.isBlank()) {
      close();
    } else if (heading.matches()) {
      close();
      out.append("<h3>").append(inline(unclosed(heading.group(1)))).append("</h3>\n");
    } else if (isRow(line.strip())) {
      add(Block.TABLE, line.strip());
    } else if (item.matches()) {
      begin(Block.LIST);
      var deeper = item.group(1).length() > 1 ? "<li class=\"deeper\">" : "<li>";
      open.append(open.isEmpty() ? "" : "</li>\n").append(deeper).append(inline(item.group(2)));
    } else if (kind == Block.LIST) {
      open.append("<br>").append(inline(line.strip()));
    } else {
      add(Block.PARAGRAPH, line.strip());
    }
  }

  /// A heading without the signs that may stand at its end.
  private static String unclosed(String heading) {
    var end = heading.length();
    while (end > 0 && " \t#".indexOf(heading.charAt(end - 1)) >= 0) {
      end--;
    }
    return heading.substring(0, end);
  }

  private static boolean isRow(String line) {
    return line.length() > 1 && line.startsWith("|") && line.endsWith("|");
  }

  private void add(Block block, String line) {
    begin(block);
    if (block == Block.TABLE) {
      open.append(Html.text(line)).append('\n');
    } else {
      open.append(open.isEmpty() ? "" : "<br>\n").append(inline(line));
    }
  }

  private void begin(Block block) {
    if (kind != block) {
      close();
      kind = block;
    }
  }

  private void close() {
    switch (kind) {
      case NONE -> {}
      case PARAGRAPH -> out.append("<p>").append(open).append("</p>\n");
      case LIST -> out.append("<ul>").append(open).append("</li></ul>\n");
      case TABLE -> out.append("<pre><code>").append(open).append("</code></pre>\n");
    }
    open.setLength(0);
    kind = Block.NONE;
  }

  private void code(List<String> lines) {
    out.append("<pre><code>").append(Html.text(String.join("\n", lines))).append("</code></pre>\n");
  }

  private static String inline(String text) {
    var html = new StringBuilder(text.length() + 32);
    var found = INLINE.matcher(text);
    var from = 0;
    while (found.find()) {
      html.append(Html.text(text.substring(from, found.start())));
      from = found.end();
      if (found.group("code") != null) {
        html.append("<code>").append(Html.text(found.group("code").strip())).append("</code>");
      } else if (found.group("bold") != null) {
        html.append("<strong>").append(Html.text(found.group("bold"))).append("</strong>");
      } else if (found.group("label") != null) {
        html.append(link(found.group("address"), found.group("label")));
      } else {
        html.append(link(found.group(), found.group()));
      }
    }
    return html.append(Html.text(text.substring(from))).toString();
  }

  /// A link whose label cannot pretend to be another address.
  private static String link(String address, String label) {
    var shown = label.contains("://") && !label.equals(address) ? address : label;
    return "<a href=\"%s\" rel=\"noopener noreferrer nofollow\">%s</a>"
        .formatted(Html.text(address), Html.text(shown));
  }
}
