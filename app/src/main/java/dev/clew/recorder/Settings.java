package dev.clew.recorder;

import dev.clew.redact.RedactionLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the user has chosen, for the whole store and for single repositories.
///
/// @param captureMode how much is kept where no repository says otherwise
/// @param redactionLevel how much the redactor takes for a secret
/// @param repositories capture modes by the repository's folder
/// @param keeping how long, and how much, is kept
public record Settings(
    CaptureMode captureMode,
    RedactionLevel redactionLevel,
    Map<String, CaptureMode> repositories,
    Keeping keeping) {
  /// What holds without a file.
  public static final Settings DEFAULT =
      new Settings(CaptureMode.CONTENT, RedactionLevel.STANDARD, Map.of());

  /// Settings that keep everything.
  public Settings(
      CaptureMode captureMode,
      RedactionLevel redactionLevel,
      Map<String, CaptureMode> repositories) {
    this(captureMode, redactionLevel, repositories, Keeping.EVERYTHING);
  }

  /// The same that keep as much as this.
  public Settings with(Keeping other) {
    return new Settings(captureMode, redactionLevel, repositories, other);
  }

  /// Reads the file, or the defaults when there is none.
  ///
  /// @throws IOException also when the file holds something else, naming what and where
  public static Settings load(Path file) throws IOException {
    if (!Files.exists(file)) {
      return DEFAULT;
    }
    try {
      var json = JsonMapper.shared().readTree(Files.readAllBytes(file));
      var repositories = new TreeMap<String, CaptureMode>();
      for (var entry : json.path("repositories").properties()) {
        repositories.put(
            entry.getKey(),
            mode(file, "repositories." + entry.getKey(), entry.getValue().path("capture_mode")));
      }
      return new Settings(
          json.has("capture_mode")
              ? mode(file, "capture_mode", json.path("capture_mode"))
              : DEFAULT.captureMode,
          json.has("redaction_level")
              ? choice(file, "redaction_level", json.path("redaction_level"), RedactionLevel.class)
              : DEFAULT.redactionLevel,
          repositories,
          keeping(file, json));
    } catch (JacksonException e) {
      throw new IOException("%s: expected JSON: %s".formatted(file, e.getOriginalMessage()), e);
    }
  }

  private static Keeping keeping(Path file, JsonNode json) throws IOException {
    try {
      return new Keeping(
          Keeping.days(json.path("retention").asString(Keeping.OFF)),
          Keeping.bytes(json.path("quota").asString(Keeping.OFF)));
    } catch (IllegalArgumentException e) {
      throw new IOException("%s: retention and quota: %s".formatted(file, e.getMessage()), e);
    }
  }

  /// Writes the file.
  public void save(Path file) throws IOException {
    var mapper = JsonMapper.shared();
    var json = mapper.createObjectNode();
    json.put("capture_mode", captureMode.wire());
    json.put("redaction_level", redactionLevel.name().toLowerCase(Locale.ROOT));
    json.put("retention", keeping.daysText());
    json.put("quota", keeping.bytesText());
    var folders = json.putObject("repositories");
    repositories.forEach(
        (folder, mode) -> folders.putObject(folder).put("capture_mode", mode.wire()));
    if (!Files.exists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.write(file, mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
  }

  /// The mode for work in folder `cwd`: that of the innermost repository that holds it.
  public CaptureMode captureMode(String cwd) {
    var found = captureMode;
    var length = -1;
    for (var entry : repositories.entrySet()) {
      var folder = entry.getKey();
      var inside = cwd.equals(folder) || cwd.startsWith(folder + "/");
      if (inside && folder.length() > length) {
        found = entry.getValue();
        length = folder.length();
      }
    }
    return found;
  }

  private static CaptureMode mode(Path file, String key, JsonNode value) throws IOException {
    return choice(file, key, value, CaptureMode.class);
  }

  private static <E extends Enum<E>> E choice(Path file, String key, JsonNode value, Class<E> type)
      throws IOException {
    for (var constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(value.asString(""))) {
        return constant;
      }
    }
    throw new IOException(
        "%s: %s: expected one of %s, found %s"
            .formatted(
                file,
                key,
                Arrays.stream(type.getEnumConstants())
                    .map(each -> each.name().toLowerCase(Locale.ROOT))
                    .toList(),
                value));
  }
}
