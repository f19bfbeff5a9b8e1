package dev.clew.origin.lines;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Cases of a fixture under `fixtures/lines`; the form is told in `change.txt`.
final class LineCases {
  private static final Pattern HEX = Pattern.compile("\\\\x([0-9A-F]{2})");

  private LineCases() {}

  record Case(String name, List<Part> parts) {}

  /// A content and the label of each of its lines.
  record Part(String head, byte[] content, List<String> labels) {}

  static List<Case> read(String name) throws IOException {
    var cases = new ArrayList<Case>();
    var text = Files.readString(Path.of("src/test/fixtures/lines/" + name));
    for (var one : text.split("(?m)^== ", -1)) {
      if (!cases.isEmpty() || text.indexOf(one) > 0) {
        cases.add(one(one));
      }
    }
    return cases;
  }

  private static Case one(String text) {
    var sections = text.stripTrailing().split("(?m)^-- ", -1);
    var parts = new ArrayList<Part>();
    for (var section : List.of(sections).subList(1, sections.length)) {
      parts.add(part(section.split("\n", -1)));
    }
    return new Case(sections[0].strip(), parts);
  }

  private static Part part(String[] lines) {
    var labels = new ArrayList<String>();
    var content = new ByteArrayOutputStream();
    var last = lines.length;
    while (lines[last - 1].isEmpty()) {
      last--;
    }
    for (var line : List.of(lines).subList(1, last)) {
      var space = line.indexOf(' ');
      labels.add(space < 0 ? line : line.substring(0, space));
      content.writeBytes(bytes(space < 0 ? "" : line.substring(space + 1)));
    }
    return new Part(lines[0].strip(), content.toByteArray(), labels);
  }

  private static byte[] bytes(String text) {
    var ended = text.endsWith("\\");
    var plain =
        (ended ? text.substring(0, text.length() - 1) : text + "\n")
            .replace("\\t", "\t")
            .replace("\\r", "\r")
            .replace("\\s", " ")
            .replace("\\0", "\0");
    if (!plain.contains("\\x")) {
      return plain.getBytes(UTF_8);
    }
    return HEX.matcher(plain)
        .replaceAll(hex -> String.valueOf((char) Integer.parseInt(hex.group(1), 16)))
        .getBytes(ISO_8859_1);
  }
}
