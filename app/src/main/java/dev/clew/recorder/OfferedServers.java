package dev.clew.recorder;

import dev.clew.capture.McpFile;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Which MCP servers an agent's settings offer: each server's name and the program or host that it
/// is. Nothing else is taken from these files: they hold tokens.
final class OfferedServers {
  private static final long MOST = 16 << 20;
  private static final int NAME = 100;

  private final Path userHome;

  OfferedServers(Path userHome) {
    this.userHome = userHome;
  }

  /// The servers, for a person, by name; empty when none is offered.
  Optional<String> told(List<McpFile> files, Path root) {
    var found = new TreeMap<String, String>();
    for (var file : files) {
      var path = (file.isUsers() ? userHome : root).resolve(file.path());
      try {
        if (Files.isRegularFile(path) && Files.size(path) <= MOST) {
          var bytes = Files.readAllBytes(path);
          if (file.path().endsWith(".toml")) {
            toml(new String(bytes, java.nio.charset.StandardCharsets.UTF_8), file.field(), found);
          } else {
            json(JsonMapper.shared().readTree(bytes), file, root, found);
          }
        }
      } catch (IOException | JacksonException e) {
        // What cannot be read offers nothing that we know of.
      }
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", found.values()));
  }

  private static void json(
      JsonNode settings, McpFile file, Path root, SortedMap<String, String> found) {
    servers(settings.path(file.field()), found);
    if (file.isUsers()) { // Claude Code keeps what belongs to a project there too
      servers(settings.path("projects").path(root.toString()).path(file.field()), found);
    }
  }

  private static void servers(JsonNode servers, SortedMap<String, String> found) {
    servers.properties().forEach(each -> put(each.getKey(), what(each.getValue()), found));
  }

  private static void put(String name, String what, SortedMap<String, String> found) {
    if (name.length() <= NAME) {
      found.put(name, what.isEmpty() ? name : name + " (" + what + ")");
    }
  }

  private static String what(JsonNode server) {
    for (var field : List.of("url", "httpUrl", "serverUrl")) {
      if (server.path(field).isString()) {
        return host(server.path(field).stringValue());
      }
    }
    var command = server.path("command");
    return program(command.isArray() ? command.path(0).asString("") : command.asString(""));
  }

  private static String host(String url) {
    try {
      var host = new URI(url).getHost();
      return host == null ? "" : host;
    } catch (URISyntaxException e) {
      return "";
    }
  }

  /// The last part of a command's first word.
  private static String program(String command) {
    var word = command.strip().split("\\s", 2)[0];
    return word.substring(word.lastIndexOf('/') + 1);
  }

  private static void toml(String text, String table, SortedMap<String, String> found) {
    var head =
        Pattern.compile("^\\s*\\[" + Pattern.quote(table) + "\\.(\"[^\"]+\"|[\\w-]+)]\\s*(#.*)?$");
    var value = Pattern.compile("^\\s*(command|url)\\s*=\\s*\"([^\"]*)\".*$");
    var name = "";
    for (var line : text.lines().toList()) {
      var begins = head.matcher(line);
      var told = value.matcher(line);
      if (begins.matches()) {
        name = begins.group(1).replace("\"", "");
        put(name, "", found);
      } else if (line.stripLeading().startsWith("[")) {
        name = "";
      } else if (!name.isEmpty() && told.matches()) {
        var is = told.group(2);
        put(name, told.group(1).equals("url") ? host(is) : program(is), found);
      }
    }
  }
}
