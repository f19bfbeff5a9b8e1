package dev.clew.settings;

import dev.clew.settings.SettingsTree.Elements;
import dev.clew.settings.SettingsTree.Member;
import dev.clew.settings.SettingsTree.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The text of a settings file, changed by inserting and cutting out, so that all else stays as it
/// is: order, indentation, ends of lines, comments.
final class SettingsText {
  private final String text;
  private final String newline;
  private final String unit;
  private final boolean inLines;

  private SettingsText(String text) {
    this.text = text;
    inLines = text.indexOf('\n') >= 0 || text.isBlank();
    newline = text.contains("\r\n") ? "\r\n" : "\n";
    unit = unit(text);
  }

  /// A file's text; nothing but blanks is an empty object.
  ///
  /// @throws SettingsException when it is not an object of settings
  static SettingsText of(String text) throws SettingsException {
    var settings = new SettingsText(text.isBlank() ? "{\n}\n" : text);
    settings.root();
    return settings;
  }

  @Override
  public String toString() {
    return text;
  }

  /// The indentation that the file is written in.
  private static String unit(String text) {
    for (var line : text.split("\n", -1)) {
      var blanks = indent(line);
      var isSpoken = line.strip().startsWith("\"");
      if (!blanks.isEmpty() && isSpoken) {
        return blanks.startsWith("\t") ? "\t" : blanks;
      }
    }
    return "  ";
  }

  private static String indent(String line) {
    var end = 0;
    while (end < line.length() && (line.charAt(end) == ' ' || line.charAt(end) == '\t')) {
      end++;
    }
    return line.substring(0, end);
  }

  private Members root() throws SettingsException {
    return members(SettingsParser.parse(text), "the settings");
  }

  private Members members(SettingsTree tree, String what) throws SettingsException {
    if (tree instanceof Members members) {
      return members;
    }
    throw SettingsParser.wrong(text, tree.start(), what + " to be an object", tree.kind());
  }

  private Elements elements(SettingsTree tree, String what) throws SettingsException {
    if (tree instanceof Elements elements) {
      return elements;
    }
    throw SettingsParser.wrong(text, tree.start(), what + " to be a list", tree.kind());
  }

  /// The elements of the lists in the object `name`, by the names of the lists.
  ///
  /// @throws SettingsException also when a list is something else
  List<Element> elementsIn(String name) throws SettingsException {
    var found = new ArrayList<Element>();
    var object = root().named(name);
    if (object.isPresent()) {
      for (var member : members(object.get().value(), "\"" + name + "\"").members()) {
        if (member.value() instanceof Elements list) {
          for (var element : list.elements()) {
            found.add(new Element(member.name(), value(element)));
          }
        }
      }
    }
    return found;
  }

  /// An element of a list.
  record Element(String list, JsonNode value) {}

  private JsonNode value(SettingsTree tree) {
    return JSONC.readTree(text.substring(tree.start(), tree.end()));
  }

  private static final JsonMapper JSONC =
      JsonMapper.builder()
          .enable(tools.jackson.core.json.JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(tools.jackson.core.json.JsonReadFeature.ALLOW_TRAILING_COMMA)
          .build();

  /// The value of a member; absent when there is none.
  @Nullable JsonNode get(String name) throws SettingsException {
    var member = root().named(name);
    return member.isPresent() ? value(member.get().value()) : null;
  }

  /// With this member, unless there is one of its name.
  SettingsText withMember(String name, JsonNode value) throws SettingsException {
    var root = root();
    return root.named(name).isPresent() ? this : insert(root, name, value);
  }

  /// With `element` as the last of the list `list` in the object `object`; both are made where they
  /// are missing.
  SettingsText withElement(String object, String list, JsonNode element) throws SettingsException {
    var json = JsonMapper.shared();
    var root = root();
    var found = root.named(object);
    if (found.isEmpty()) {
      var value = json.createObjectNode();
      value.putArray(list).add(element);
      return insert(root, object, value);
    }
    var members = members(found.get().value(), "\"" + object + "\"");
    var there = members.named(list);
    if (there.isEmpty()) {
      return insert(members, list, json.createArrayNode().add(element));
    }
    return insert(elements(there.get().value(), "\"" + list + "\""), null, element);
  }

  /// Without the elements of the lists in `object` that are ours; what held nothing else goes too,
  /// where `made` says that it was made for them.
  SettingsText without(String object, Predicate<JsonNode> ours, Predicate<String> made)
      throws SettingsException {
    var found = root().named(object);
    if (found.isEmpty()) {
      return this;
    }
    var holder = members(found.get().value(), "\"" + object + "\"");
    for (var member : holder.members()) {
      if (member.value() instanceof Elements list) {
        for (var i = 0; i < list.elements().size(); i++) {
          if (ours.test(value(list.elements().get(i)))) {
            var isLast = list.elements().size() == 1 && made.test(member.name());
            var shorter = isLast ? cutMember(holder, member) : cutElement(list, i);
            return shorter.without(object, ours, made);
          }
        }
      }
    }
    return holder.members().isEmpty() && made.test("") ? cutMember(root(), found.get()) : this;
  }

  /// Without this member.
  SettingsText withoutMember(String name) throws SettingsException {
    var root = root();
    var found = root.named(name);
    return found.isEmpty() ? this : cutMember(root, found.get());
  }

  private SettingsText cutMember(Members holder, Member member) {
    var spans = new ArrayList<int[]>();
    for (var each : holder.members()) {
      spans.add(new int[] {each.start(), each.value().end()});
    }
    return cut(holder, spans, holder.members().indexOf(member));
  }

  private SettingsText cutElement(Elements list, int index) {
    var spans = new ArrayList<int[]>();
    for (var each : list.elements()) {
      spans.add(new int[] {each.start(), each.end()});
    }
    return cut(list, spans, index);
  }

  /// Cuts out what stands at `index`, with the blanks before it and its comma.
  private SettingsText cut(SettingsTree holder, List<int[]> spans, int index) {
    var from = spans.get(index)[0];
    var to = spans.get(index)[1];
    while (from > holder.start() + 1 && Character.isWhitespace(text.charAt(from - 1))) {
      from--;
    }
    var comma = comma(to, index + 1 < spans.size() ? spans.get(index + 1)[0] : holder.end());
    if (comma >= 0) {
      return new SettingsText(
          text.substring(0, from) + text.substring(to, comma) + text.substring(comma + 1));
    }
    var before = index > 0 ? comma(spans.get(index - 1)[1], from) : -1;
    var head =
        before < 0
            ? text.substring(0, from)
            : text.substring(0, before) + text.substring(before + 1, from);
    var rest = text.substring(to);
    if (spans.size() == 1 && text.substring(holder.start() + 1, from).isBlank()) {
      var close = holder.end() - 1 - to;
      if (rest.substring(0, close).isBlank()) {
        return new SettingsText(text.substring(0, holder.start() + 1) + rest.substring(close));
      }
    }
    return new SettingsText(head + rest);
  }

  /// Where the comma between two places stands, outside of comments; -1 when there is none.
  private int comma(int from, int to) {
    var at = from;
    while (at < to) {
      if (text.startsWith("//", at)) {
        var end = text.indexOf('\n', at);
        at = end < 0 ? to : end;
      } else if (text.startsWith("/*", at)) {
        var end = text.indexOf("*/", at + 2);
        at = end < 0 ? to : end + 2;
      } else if (text.charAt(at) == ',') {
        return at;
      } else {
        at++;
      }
    }
    return -1;
  }

  /// Inserts a member, or an element where `name` is absent, as the last of `holder`.
  private SettingsText insert(SettingsTree holder, @Nullable String name, JsonNode value) {
    var ends = new ArrayList<Integer>();
    var starts = new ArrayList<Integer>();
    switch (holder) {
      case Members members ->
          members
              .members()
              .forEach(member -> {
                starts.add(member.start());
                ends.add(member.value().end());
              });
      case Elements elements ->
          elements
              .elements()
              .forEach(element -> {
                starts.add(element.start());
                ends.add(element.end());
              });
      case SettingsTree.Scalar _ ->
          throw new IllegalArgumentException("nothing fits into a scalar");
    }
    var isEmpty = ends.isEmpty();
    var close = holder.end() - 1;
    var inside = text.substring(holder.start(), close);
    var lines = isEmpty ? inLines : inside.indexOf('\n') >= 0;
    var outer = indent(text.substring(lineStart(holder.start())));
    var own = isEmpty ? outer + unit : own(starts.getLast(), outer + unit);
    var at = close; // after what stands last in it, a comment perhaps
    while (at > holder.start() + 1 && Character.isWhitespace(text.charAt(at - 1))) {
      at--;
    }
    var key = name == null ? "" : JsonMapper.shared().writeValueAsString(name) + ": ";
    var rendered =
        lines
            ? newline + own + key + render(value, own)
            : (isEmpty ? "" : " ") + key + value.toString();
    var hasComma = !isEmpty && comma(ends.getLast(), close) >= 0;
    var head = new StringBuilder(text.substring(0, at));
    if (!isEmpty && !hasComma) {
      head.insert(ends.getLast().intValue(), ',');
    }
    head.append(rendered).append(hasComma ? "," : "");
    var rest = text.substring(at);
    if (isEmpty && lines && text.substring(at, close).indexOf('\n') < 0) {
      head.append(newline).append(outer);
      rest = text.substring(close);
    }
    return new SettingsText(head + rest);
  }

  /// The indentation of what stands at `start`, where it is the first on its line.
  private String own(int start, String otherwise) {
    var line = text.substring(lineStart(start), start);
    return line.isBlank() ? line : otherwise;
  }

  private int lineStart(int at) {
    return text.lastIndexOf('\n', at - 1) + 1;
  }

  /// The value in lines, each after `indent` but the first.
  private String render(JsonNode value, String indent) {
    if ((!value.isObject() && !value.isArray()) || value.isEmpty()) {
      return value.toString();
    }
    var inner = indent + unit;
    var parts = new ArrayList<String>();
    if (value.isObject()) {
      value
          .properties()
          .forEach(each ->
              parts.add(
                  JsonMapper.shared().writeValueAsString(each.getKey())
                      + ": "
                      + render(each.getValue(), inner)));
    } else {
      value.values().forEach(each -> parts.add(render(each, inner)));
    }
    var open = value.isObject() ? "{" : "[";
    var shut = value.isObject() ? "}" : "]";
    return open
        + newline
        + inner
        + String.join("," + newline + inner, parts)
        + newline
        + indent
        + shut;
  }
}
