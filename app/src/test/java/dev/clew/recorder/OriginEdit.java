package dev.clew.recorder;

import dev.clew.testing.ScriptedAgent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What one operation of a script does to files: new texts, or a command.
///
/// @param texts the new text by path, absent for a file that goes
/// @param pairs old and new passages of the one file, where an edit tool would tell them
/// @param command the command; absent where an editor or an edit tool does it
record OriginEdit(
    Path root, TreeMap<String, String> texts, List<String[]> pairs, @Nullable String command) {
  /// What `operation` does; absent when it cannot be done.
  static @Nullable OriginEdit of(Path root, String operation) {
    var words = operation.split(" ");
    return switch (words[0]) {
      case "git", "sh" -> {
        var command = words[0].equals("git") ? operation : operation.substring(3);
        yield new OriginEdit(root, new TreeMap<>(), List.of(), command.replace("\\n", "\n"));
      }
      case "save" -> whole(root, words[1], OriginFiles.text(list(words[2])));
      case "carry" -> carry(root, words);
      case "mv", "cp", "rm" -> {
        var from = root.resolve(words[1]);
        yield Files.isRegularFile(from) ? command(root, operation) : null;
      }
      case "here" -> {
        var text = OriginFiles.text(list(words[2]));
        yield command(root, "cat > " + words[1] + " <<'END'\n" + text + "END");
      }
      default -> lines(root, words);
    };
  }

  private static List<String> list(String words) {
    return words.equals("-") ? List.of() : List.of(words.split(","));
  }

  private static OriginEdit command(Path root, String command) {
    return new OriginEdit(root, new TreeMap<>(), List.of(), command);
  }

  private static OriginEdit whole(Path root, String path, String text) {
    var texts = new TreeMap<String, String>();
    texts.put(path, text);
    return new OriginEdit(root, texts, List.of(), null);
  }

  private static @Nullable OriginEdit carry(Path root, String[] words) {
    var from = read(root, words[1]);
    var to = read(root, words[2]);
    if (from == null || to == null || words[1].equals(words[2]) || from.isEmpty()) {
      return null;
    }
    var older = OriginFiles.lines(from);
    var first = at(older, words[3]);
    var last = Math.min(older.size(), first + Integer.parseInt(words[4]));
    var moved = older.subList(first, last).stream().map(OriginEdit::ended).toList();
    var texts = new TreeMap<String, String>();
    texts.put(
        words[1],
        String.join("", older.subList(0, first))
            + String.join("", older.subList(last, older.size())));
    texts.put(words[2], ended(to) + String.join("", moved));
    return new OriginEdit(root, texts, List.of(), null);
  }

  private static String ended(String text) {
    return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
  }

  /// Operations on lines of one file that is there.
  private static @Nullable OriginEdit lines(Path root, String[] words) {
    var text = read(root, words[1]);
    var lines = text == null ? List.<String>of() : new ArrayList<>(OriginFiles.lines(text));
    if (text == null || (lines.isEmpty() && !words[0].equals("append"))) {
      return null;
    }
    var path = words[1];
    var pairs = new ArrayList<String[]>();
    switch (words[0]) {
      case "append" -> {
        return command(root, "echo '" + OriginFiles.line(words[2]) + "' >> " + path);
      }
      case "sed" -> {
        var number = at(lines, words[2]) + 1;
        var line = OriginFiles.line(words[3]).replace("/", "\\/");
        return command(root, "sed -i '" + number + "s/.*/" + line + "/' " + path);
      }
      case "opaque" -> {
        var number = at(lines, words[2]) + 1;
        var line = OriginFiles.line(words[3]).replace("/", "\\/");
        var script = "sed -i '" + number + "s/.*/" + line + "/' " + path + "\n";
        return command(root, "bash ../tool.sh").with("../tool.sh", script);
      }
      case "line" -> pair(pairs, lines, at(lines, words[2]), OriginFiles.text(list(words[3])));
      case "insert" -> {
        var at = at(lines, words[2]);
        pair(pairs, lines, at, ended(lines.get(at)) + OriginFiles.text(list(words[3])));
      }
      case "drop" -> pair(pairs, lines, at(lines, words[2]), "");
      case "indent" -> {
        var at = at(lines, words[2]);
        pair(pairs, lines, at, "    " + lines.get(at));
      }
      case "multi" -> {
        for (var i = 2; i + 1 < words.length; i += 2) {
          var at = at(lines, words[i]);
          if (pairs.stream().noneMatch(pair -> pair[0].equals(lines.get(at)))) {
            pairs.add(new String[] {lines.get(at), OriginFiles.text(list(words[i + 1]))});
          }
        }
        pairs.forEach(pair -> lines.set(lines.indexOf(pair[0]), pair[1]));
      }
      case "rewrite" -> lines.set(at(lines, words[2]), OriginFiles.text(list(words[3])));
      case "move" -> {
        var moved = ended(lines.remove(at(lines, words[2])));
        var to = lines.isEmpty() ? 0 : at(lines, words[3]);
        if (to > 0) {
          lines.set(to - 1, ended(lines.get(to - 1)));
        }
        lines.add(to, moved);
      }
      default -> throw new IllegalArgumentException(String.join(" ", words));
    }
    var edit = whole(root, path, String.join("", lines));
    return new OriginEdit(root, edit.texts, pairs, null);
  }

  private OriginEdit with(String path, String text) {
    texts.put(path, text);
    return this;
  }

  private static void pair(List<String[]> pairs, List<String> lines, int at, String text) {
    pairs.add(new String[] {lines.get(at), text});
    lines.set(at, text);
  }

  /// `@3` is line 3 from 0, counted round; `=w` the line with that word.
  private static int at(List<String> lines, String where) {
    if (where.startsWith("=")) {
      for (var i = 0; i < lines.size(); i++) {
        if (OriginFiles.word(lines.get(i)).equals(where.substring(1))) {
          return i;
        }
      }
      throw new IllegalArgumentException(where + " is not in " + lines);
    }
    return Integer.parseInt(where.substring(1)) % lines.size();
  }

  private static @Nullable String read(Path root, String path) {
    try {
      var file = root.resolve(path);
      return Files.isRegularFile(file) ? Files.readString(file) : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The call that an agent makes for it.
  ///
  /// @param patches whether it writes patches
  ScriptedAgent.Call call(ScriptedAgent agent, boolean patches) {
    if (command != null) {
      texts.forEach(this::write);
      return agent.bashCall(command);
    }
    if (patches) {
      return agent.call("apply_patch", object().put("command", patch()));
    }
    var path = texts.firstKey();
    var file = root.resolve(path).toString();
    if (pairs.isEmpty()) {
      return agent.call("Write", object().put("file_path", file).put("content", texts.get(path)));
    }
    if (pairs.size() == 1) {
      return agent.call("Edit", pair(object().put("file_path", file), pairs.getFirst()));
    }
    var input = object().put("file_path", file);
    var edits = input.putArray("edits");
    pairs.forEach(pair -> edits.add(pair(object(), pair)));
    return agent.call("MultiEdit", input);
  }

  private static ObjectNode pair(ObjectNode input, String[] pair) {
    return input.put("old_string", pair[0]).put("new_string", pair[1]);
  }

  private String patch() {
    var patch = new StringBuilder("*** Begin Patch\n");
    var path = texts.firstKey();
    var before = read(root, path);
    if (pairs.isEmpty()) {
      patch.append("*** Add File: ").append(path).append('\n').append(marked('+', texts.get(path)));
    } else {
      patch.append("*** Update File: ").append(path).append('\n');
      var inOrder =
          pairs.stream()
              .sorted(Comparator.comparingInt(pair -> String.valueOf(before).indexOf(pair[0])))
              .toList();
      for (var pair : inOrder) {
        patch.append("@@\n").append(marked('-', pair[0])).append(marked('+', pair[1]));
      }
    }
    return patch.append("*** End Patch\n").toString();
  }

  private static String marked(char mark, String text) {
    return text.lines().map(line -> mark + line + "\n").collect(Collectors.joining());
  }

  private static ObjectNode object() {
    return JsonMapper.shared().createObjectNode();
  }

  /// Writes the texts; passages are replaced in what the file has by now.
  void write() {
    if (pairs.isEmpty()) {
      texts.forEach(this::write);
      return;
    }
    var text = read(root, texts.firstKey());
    for (var pair : pairs) {
      var at = text == null ? -1 : text.indexOf(pair[0]);
      if (text != null && at >= 0) {
        text = text.substring(0, at) + pair[1] + text.substring(at + pair[0].length());
      }
    }
    if (text != null) {
      write(texts.firstKey(), text);
    }
  }

  /// Whether a patch can say it: lines of a file with a last line feed, or a new file.
  boolean isPatch() {
    if (command != null) {
      return true;
    }
    var before = read(root, texts.firstKey());
    return pairs.isEmpty()
        ? before == null && !texts.firstEntry().getValue().isEmpty()
        : before != null
            && before.endsWith("\n")
            && pairs.stream().allMatch(pair -> pair[1].isEmpty() || pair[1].endsWith("\n"));
  }

  private void write(String path, String text) {
    try {
      var file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
