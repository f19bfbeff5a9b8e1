package dev.clew.recorder;

import dev.clew.cli.Exit;
import java.util.ArrayList;
import java.util.Map;

/// A move that is ordered.
///
/// @param values what its question is asked with
/// @param before all that is in the work tree
/// @param after all that has to be there when it is done
/// @param marked how many files get conflict markers
record SceneOrder(
    String verb,
    Map<String, String> values,
    String folder,
    Map<String, String> before,
    Map<String, String> after,
    int marked) {
  private SceneOrder path(String path, String held) {
    after.put(folder + path, held);
    return this;
  }

  SceneOrder file(String path, String text) {
    return path(path, "f:" + text);
  }

  SceneOrder executable(String path, String text) {
    return path(path, "x:" + text);
  }

  SceneOrder link(String path, String target) {
    return path(path, "l:" + target);
  }

  SceneOrder folder(String path) {
    return path(path, "d");
  }

  SceneOrder gone(String path) {
    after.remove(folder + path);
    return this;
  }

  SceneOrder with(String name, String value) {
    values.put(name, value);
    return this;
  }

  SceneOrder conflicts(int files) {
    return new SceneOrder(verb, values, folder, before, after, files);
  }

  Exit exit() {
    return marked > 0 ? Exit.NO : Exit.YES;
  }

  /// As words of a command line.
  String[] words() {
    var words = new ArrayList<String>();
    words.add(verb);
    values.forEach((name, value) -> {
      if (value.equals("true")) {
        words.add("--" + name);
      } else if (!name.equals("path")) {
        words.add(value);
      }
    });
    if (values.containsKey("path")) {
      words.add("--");
      words.add(values.get("path"));
    }
    return words.toArray(String[]::new);
  }
}
