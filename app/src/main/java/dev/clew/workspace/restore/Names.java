package dev.clew.workspace.restore;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Names on a path that something is to be written at.
final class Names {
  /// What Windows calls `.git` and `.clew-move-` where names have eight letters, and the streams of
  /// a file; HFS+ leaves out letters without width. Source: Git's `verify_path`.
  private static final Pattern SHORT = Pattern.compile("git~[0-9]+");

  private static final Pattern UNSEEN =
      Pattern.compile("[\\u200c-\\u200f\\u202a-\\u202e\\u206a-\\u206f\\ufeff]");

  private Names() {}

  /// The names of `path`, the outermost first.
  static List<byte[]> of(byte[] path) {
    var names = new ArrayList<byte[]>();
    var from = 0;
    for (var at = 0; at <= path.length; at++) {
      if (at == path.length || path[at] == '/') {
        names.add(java.util.Arrays.copyOfRange(path, from, at));
        from = at + 1;
      }
    }
    return names;
  }

  /// Why nothing may be written at `path`; empty when it may.
  static Optional<String> refusal(byte[] path) {
    if (path.length == 0 || path[0] == '/') {
      return Optional.of("the path is not below the workspace");
    }
    for (var name : of(path)) {
      var text = new String(name, StandardCharsets.UTF_8);
      if (name.length == 0 || text.equals(".") || text.equals("..") || text.indexOf('\0') >= 0) {
        return Optional.of("the path is not below the workspace");
      }
      if (isGit(text)) {
        return Optional.of("it is in Git's folder");
      }
      if (text.startsWith(Staging.PREFIX)) {
        return Optional.of("it is a folder of a move");
      }
    }
    return Optional.empty();
  }

  private static boolean isGit(String name) {
    var seen = UNSEEN.matcher(Normalizer.normalize(name, Normalizer.Form.NFC)).replaceAll("");
    var stream = seen.indexOf(':');
    var plain = (stream < 0 ? seen : seen.substring(0, stream)).toLowerCase(Locale.ROOT);
    var end = plain.length();
    while (end > 0 && (plain.charAt(end - 1) == '.' || plain.charAt(end - 1) == ' ')) {
      end--;
    }
    var bare = plain.substring(0, end);
    return bare.equals(".git") || SHORT.matcher(bare).matches();
  }

  /// For messages.
  static String shown(byte[] name) {
    return new String(name, StandardCharsets.UTF_8);
  }
}
