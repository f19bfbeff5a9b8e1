package dev.clew.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Where a store lies: `$CLEW_HOME`, a folder of one user on a local file system.
///
/// @param folder the folder itself
public record Home(Path folder) {
  /// The database of sealed bytes.
  public Path content() {
    return folder.resolve("content.db");
  }

  /// The database of projections.
  public Path index() {
    return folder.resolve("index.db");
  }

  /// The folder of the Merkle log.
  public Path ledger() {
    return folder.resolve("ledger");
  }

  /// The key that signs checkpoints.
  public Path logKey() {
    return folder.resolve("keys/log.key");
  }

  /// The key that wraps the objects' keys.
  public Path masterKey() {
    return folder.resolve("keys/master.key");
  }

  /// The key of placeholders and opaque ids.
  public Path redactionKey() {
    return folder.resolve("keys/redaction.key");
  }

  /// The settings; absent means defaults.
  public Path config() {
    return folder.resolve("config.json");
  }

  /// The user's own prices; absent means the built-in table alone.
  public Path prices() {
    return folder.resolve("prices.tsv");
  }

  /// Held by whoever writes.
  public Path lock() {
    return folder.resolve("lock");
  }

  /// The running recorder's address and process, for other commands.
  public Path running() {
    return folder.resolve("recorder.json");
  }

  /// Where a running recorder takes other processes' commands.
  public Path socket() {
    return folder.resolve("socket");
  }

  /// The running recorder's token.
  public Path token() {
    return folder.resolve("token");
  }

  /// How the running recorder follows the agents' folders.
  public Path following() {
    return folder.resolve("following.json");
  }

  /// What the recorder has to say about itself.
  public Path log() {
    return folder.resolve("recorder.log");
  }

  /// Where a running recorder takes hooks.
  public Path hooks() {
    return folder.resolve("hooks");
  }

  /// The program that agents call when a hook fires.
  public Path helper() {
    return folder.resolve("bin/clew-hook");
  }

  /// The program by which a hook starts a recorder; absent when it may not.
  public Path startOnHook() {
    return folder.resolve("start-on-hook");
  }

  /// Hooks that have not been stored yet.
  public Path spool() {
    return folder.resolve("spool");
  }

  /// Whether a store has been made here.
  public boolean exists() {
    return Files.exists(content());
  }

  /// Makes the folders, open to their owner only.
  ///
  /// @throws IOException also when the folder exists and is open to others
  public Home create() throws IOException {
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    var absolute = folder.toAbsolutePath();
    var parent = absolute.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (!Files.isDirectory(absolute)) {
      Files.createDirectory(absolute, owner);
    } else {
      Files.setPosixFilePermissions(absolute, PosixFilePermissions.fromString("rwx------"));
    }
    for (var name : new String[] {"keys", "ledger", "spool", "workspaces"}) {
      if (!Files.isDirectory(absolute.resolve(name))) {
        Files.createDirectory(absolute.resolve(name), owner);
      }
    }
    return this;
  }
}
