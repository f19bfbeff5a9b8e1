package dev.clew.workspace;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A commit, as its object says.
///
/// @param parents those that are here: in a shallow clone the last ones have none
/// @param author name and address; empty where the object does not say
/// @param subject the first line of its message
public record Commit(
    String id,
    String tree,
    List<String> parents,
    String author,
    @Nullable Instant authoredAt,
    @Nullable Instant committedAt,
    String subject) {

  /// Reads a commit's object.
  ///
  /// @param shallow the commits whose parents were not fetched
  static Commit of(String id, byte[] object, Set<String> shallow) {
    var latin = new String(object, StandardCharsets.ISO_8859_1);
    var blank = latin.indexOf("\n\n");
    var head = blank < 0 ? latin : latin.substring(0, blank);
    var tree = "";
    var author = "";
    var committer = "";
    var charset = StandardCharsets.UTF_8;
    var parents = new ArrayList<String>();
    for (var line : head.split("\n", -1)) {
      var space = line.indexOf(' ');
      var said = line.substring(space + 1);
      switch (space < 0 ? "" : line.substring(0, space)) {
        case "tree" -> tree = said;
        case "parent" -> parents.add(said);
        case "author" -> author = said;
        case "committer" -> committer = said;
        case "encoding" -> charset = charset(said);
        default -> {} // signatures, and what is still to come
      }
    }
    var message = blank < 0 ? "" : latin.substring(blank + 2).stripLeading();
    var end = message.indexOf('\n');
    return new Commit(
        id,
        tree,
        shallow.contains(id) ? List.of() : List.copyOf(parents),
        text(author.substring(0, author.lastIndexOf('>') + 1), charset),
        time(author),
        time(committer),
        text(end < 0 ? message : message.substring(0, end), charset).strip());
  }

  private static Charset charset(String name) {
    try {
      return Charset.forName(name);
    } catch (IllegalArgumentException e) {
      return StandardCharsets.ISO_8859_1;
    }
  }

  private static String text(String bytes, Charset charset) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), charset);
  }

  /// `1700000000 +0100` after the address.
  private static @Nullable Instant time(String said) {
    var parts = said.substring(said.lastIndexOf('>') + 1).strip().split(" ", 2);
    try {
      return Instant.ofEpochSecond(Long.parseLong(parts[0]));
    } catch (NumberFormatException | DateTimeException e) {
      return null;
    }
  }

  /// When it was made, in seconds; 0 where it does not say.
  long seconds() {
    return committedAt == null ? 0 : committedAt.getEpochSecond();
  }
}
