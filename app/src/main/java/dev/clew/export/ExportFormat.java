package dev.clew.export;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The form of an exported document.
public enum ExportFormat {
  /// One object with every field, for programs.
  JSON("json", "application/json"),
  /// A document for a repository, an issue or a review, readable as it is.
  MARKDOWN("md", "text/markdown; charset=utf-8"),
  /// One page that needs nothing else, for a browser.
  HTML("html", "text/html; charset=utf-8");

  private final String ending;
  private final String mediaType;

  ExportFormat(String ending, String mediaType) {
    this.ending = ending;
    this.mediaType = mediaType;
  }

  /// The name in a command line or an address: lower case.
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What the names of such files end in, without the dot.
  public String ending() {
    return ending;
  }

  /// The value of `Content-Type`.
  public String mediaType() {
    return mediaType;
  }

  /// The names of all formats.
  public static List<String> names() {
    return Arrays.stream(values()).map(ExportFormat::wire).toList();
  }

  /// The format that `name` names; empty when there is none.
  public static Optional<ExportFormat> named(String name) {
    return Arrays.stream(values()).filter(each -> each.wire().equals(name)).findFirst();
  }

  /// The format that the ending of a file's name tells; empty when it tells none.
  public static Optional<ExportFormat> ofFile(String name) {
    var end = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return end.equals("markdown")
        ? Optional.of(MARKDOWN)
        : Arrays.stream(values()).filter(each -> each.ending.equals(end)).findFirst();
  }
}
