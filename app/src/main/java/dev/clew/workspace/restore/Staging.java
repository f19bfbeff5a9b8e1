package dev.clew.workspace.restore;

import dev.clew.workspace.PathText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A workspace's folder and the folder in it where contents wait for their places, both held open.
final class Staging implements AutoCloseable {
  /// What the name of such a folder begins with: it is never part of a snapshot.
  static final String PREFIX = PathText.MOVE;

  private static final int PERMISSIONS = 07777;
  private static final int READ = 0444;
  private static final int EXECUTE = 0111;
  private static final int OWNER_EXECUTES = 0100;
  private static final int TYPE = 0170000;
  private static final int REGULAR = 0100000;

  private final int root;
  private final byte[] name;
  private final int stage;

  private Staging(int root, byte[] name, int stage) {
    this.root = root;
    this.name = name;
    this.stage = stage;
  }

  /// Opens the root and the staging folder `name` in it, which is made if it is not there.
  static Staging open(Path root, String name) throws IOException {
    var bytes = name.getBytes(StandardCharsets.US_ASCII);
    var folder = Posix.realFolder(PathText.bytesOf(root));
    try {
      try {
        Posix.makeFolder(folder, bytes, 0700);
      } catch (PosixException e) {
        if (e.number() != PosixException.EXISTS) {
          throw e;
        }
      }
      return new Staging(folder, bytes, Posix.folder(folder, bytes));
    } catch (IOException e) {
      Posix.close(folder);
      throw e;
    }
  }

  int root() {
    return root;
  }

  int stage() {
    return stage;
  }

  /// Puts a file's content in its waiting place, and reads it back.
  ///
  /// @param like the permissions of the file that it replaces; 0 for a new one
  void file(String place, byte[] content, State.File state, int like) throws IOException {
    var bytes = place.getBytes(StandardCharsets.US_ASCII);
    var file = Posix.create(stage, bytes, 0666);
    try {
      Posix.write(file, content);
      var mode = (like == 0 ? Posix.mode(file) : like) & PERMISSIONS;
      Posix.permit(file, state.executable() ? mode | (mode & READ) >> 2 : mode & ~EXECUTE);
    } finally {
      Posix.close(file);
    }
    verify(place, state);
  }

  /// Puts a link in its waiting place.
  void link(String place, byte[] target, State.Link state) throws IOException {
    Posix.link(stage, place.getBytes(StandardCharsets.US_ASCII), target);
    verify(place, state);
  }

  private void verify(String place, State state) throws IOException {
    var there = at(stage, place.getBytes(StandardCharsets.US_ASCII));
    if (!there.equals(state)) {
      throw new IOException(
          "what was written to disk reads back as %s, not as %s"
              .formatted(there.text(), state.text()));
    }
  }

  /// Permissions of a file; 0 where there is none.
  static int permissions(int folder, byte[] name) {
    try {
      var file = Posix.file(folder, name);
      try {
        return Posix.mode(file) & PERMISSIONS;
      } finally {
        Posix.close(file);
      }
    } catch (IOException e) {
      return 0;
    }
  }

  /// What a name in an open folder stands for.
  static State at(int folder, byte[] name) throws IOException {
    int file;
    try {
      file = Posix.file(folder, name);
    } catch (PosixException e) {
      return switch (e.number()) {
        case PosixException.NO_ENTRY -> new State.Nothing();
        case PosixException.LOOP -> new State.Link(sha256(Posix.target(folder, name)));
        default -> new State.Other();
      };
    }
    try {
      var mode = Posix.mode(file);
      return switch (mode & TYPE) {
        case REGULAR -> new State.File(sha256(Posix.read(file)), (mode & OWNER_EXECUTES) != 0);
        case 0040000 -> new State.Folder();
        default -> new State.Other();
      };
    } finally {
      Posix.close(file);
    }
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// Makes durable what waits.
  void sync() throws IOException {
    Posix.sync(stage);
  }

  /// Removes what waits under a name, if anything does.
  void discard(String place) throws IOException {
    try {
      Posix.remove(stage, place.getBytes(StandardCharsets.US_ASCII));
    } catch (PosixException e) {
      if (e.number() != PosixException.NO_ENTRY) {
        throw e;
      }
    }
  }

  /// Removes the staging folder if nothing is left in it.
  ///
  /// @return whether nothing was
  boolean remove() throws IOException {
    try {
      Posix.removeFolder(root, name);
      return true;
    } catch (PosixException e) {
      if (e.number() == PosixException.NOT_EMPTY) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    Posix.close(stage);
    Posix.close(root);
  }
}
