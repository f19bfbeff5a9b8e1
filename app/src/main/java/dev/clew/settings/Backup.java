package dev.clew.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What a settings file was before our hooks were put into it: in `backup/` of the home, a file
/// `<id>.json` about it and, where there was one, the file itself as `<id>.before`. The id is the
/// beginning of the SHA-256 of the file's path.
final class Backup {
  private static final int ID = 16;

  private final Path folder;
  private final String id;
  private final Path file;

  Backup(Path folder, Path file) {
    this.folder = folder;
    this.file = file;
    this.id = sha256(file.toString().getBytes(StandardCharsets.UTF_8)).substring(0, ID);
  }

  /// What is kept.
  ///
  /// @param before the bytes; absent when there was no file
  /// @param written the SHA-256 of what was written instead
  /// @param made the lists, and by the empty name the object, that were made for our hooks
  /// @param folders the folders that were made for the file
  record Kept(byte @Nullable [] before, String written, Set<String> made, List<Path> folders) {
    boolean isAsWritten(byte[] bytes) {
      return written.equals(sha256(bytes));
    }
  }

  private Path about() {
    return folder.resolve(id + ".json");
  }

  private Path before() {
    return folder.resolve(id + ".before");
  }

  /// What is kept of the file; absent when nothing is.
  @Nullable Kept read() throws IOException {
    if (!Files.exists(about())) {
      return null;
    }
    try {
      var json = JsonMapper.shared().readTree(Files.readAllBytes(about()));
      var made = new TreeSet<String>();
      json.path("made").values().forEach(name -> made.add(name.asString("")));
      var folders =
          json.path("folders").values().stream().map(each -> Path.of(each.asString(""))).toList();
      var existed = json.path("existed").asBoolean(false);
      return new Kept(
          existed ? Files.readAllBytes(before()) : null,
          json.path("written").asString(""),
          made,
          folders);
    } catch (JacksonException e) {
      return null; // nobody knows any more: our hooks are found by what they call
    }
  }

  void write(Kept kept) throws IOException {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    var bytes = kept.before;
    if (bytes == null) {
      Files.deleteIfExists(before());
    } else {
      put(before(), bytes);
    }
    var json = JsonMapper.shared().createObjectNode();
    json.put("file", file.toString()).put("existed", bytes != null).put("written", kept.written);
    var made = json.putArray("made");
    kept.made.forEach(made::add);
    var folders = json.putArray("folders");
    kept.folders.forEach(each -> folders.add(each.toString()));
    put(about(), (json.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void put(Path to, byte[] bytes) throws IOException {
    var temporary = Files.createTempFile(folder, ".", ".tmp");
    Files.write(temporary, bytes);
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-------"));
    Files.move(temporary, to, StandardCopyOption.ATOMIC_MOVE);
  }

  void delete() throws IOException {
    Files.deleteIfExists(about());
    Files.deleteIfExists(before());
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
