package dev.clew.recorder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// How a recorder follows agents' folders, as it tells other processes in a file of its home.
///
/// @param folders the folders that are followed, and whether each is there
/// @param watched how many folders the system tells of
/// @param scanned how many folders, or files that are links, are only looked at every two seconds
/// @param scannedBecause why; empty when none is
/// @param problems what could not be read or stored, by place
public record Following(
    SequencedMap<Path, Boolean> folders,
    int watched,
    int scanned,
    String scannedBecause,
    SequencedMap<String, String> problems) {
  /// Nothing is followed.
  static final Following NOTHING =
      new Following(new LinkedHashMap<>(), 0, 0, "", new LinkedHashMap<>());

  /// What the recorder in `home` has told; empty when it follows nothing.
  public static Optional<Following> find(Home home) throws IOException {
    try {
      var json = JsonMapper.shared().readTree(Files.readAllBytes(home.following()));
      var folders = new LinkedHashMap<Path, Boolean>();
      json.path("folders")
          .properties()
          .forEach(each -> folders.put(Path.of(each.getKey()), each.getValue().asBoolean()));
      var problems = new LinkedHashMap<String, String>();
      json.path("problems")
          .properties()
          .forEach(each -> problems.put(each.getKey(), each.getValue().asString()));
      return Optional.of(
          new Following(
              folders,
              json.path("watched").asInt(0),
              json.path("scanned").asInt(0),
              json.path("scanned_because").asString(""),
              problems));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JacksonException e) {
      throw new IOException("%s: expected JSON: %s".formatted(home.following(), e.getMessage()), e);
    }
  }

  /// Tells it to other processes.
  void write(Home home) throws IOException {
    var json = JsonMapper.shared().createObjectNode();
    var there = json.putObject("folders");
    folders.forEach((folder, exists) -> there.put(folder.toString(), exists));
    json.put("watched", watched).put("scanned", scanned).put("scanned_because", scannedBecause);
    var wrong = json.putObject("problems");
    problems.forEach(wrong::put);
    var made = home.folder().resolve("following.json.new");
    Files.deleteIfExists(made);
    Files.createFile(
        made, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(made, json.toString().getBytes(StandardCharsets.UTF_8));
    Files.move(
        made,
        home.following(),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /// Nothing is followed any more.
  static void withdraw(Home home) throws IOException {
    Files.deleteIfExists(home.following());
  }
}
