package dev.clew.workspace;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a repository's own configuration file says, as far as we ask. Files that it includes are
/// not read.
public final class GitConfig {
  private static final Pattern USER = Pattern.compile("^([a-zA-Z][a-zA-Z0-9+.-]*://)[^/]*@");
  private static final Pattern SCP_USER = Pattern.compile("^[^/@:]*(:[^/@]*)?@(?=[^/]+:)");

  private GitConfig() {}

  /// Where `origin` is, without who signs in there: no user, password, query or fragment; empty
  /// where there is no such remote.
  public static Optional<String> origin(GitFolder git) {
    return GitFolder.text(git.common().resolve("config"))
        .flatMap(text -> Optional.ofNullable(url(text)))
        .map(GitConfig::withoutCredentials);
  }

  private static @Nullable String url(String config) {
    var isOrigin = false;
    String url = null;
    for (var line : config.lines().map(String::strip).toList()) {
      if (line.startsWith("[")) {
        isOrigin = line.replaceAll("\\s+", " ").startsWith("[remote \"origin\"]");
      } else if (isOrigin && url == null) {
        var equals = line.indexOf('=');
        if (equals > 0 && line.substring(0, equals).strip().equalsIgnoreCase("url")) {
          url = line.substring(equals + 1).strip().replace("\"", "");
        }
      }
    }
    return url == null || url.isEmpty() ? null : url;
  }

  static String withoutCredentials(String url) {
    if (url.contains("://")) {
      var bare = USER.matcher(url).replaceFirst("$1");
      var end = bare.length();
      for (var mark : new char[] {'?', '#'}) {
        var at = bare.indexOf(mark);
        end = at < 0 ? end : Math.min(end, at);
      }
      return bare.substring(0, end);
    }
    return SCP_USER.matcher(url).replaceFirst("");
  }
}
