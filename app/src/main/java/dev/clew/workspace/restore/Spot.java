package dev.clew.workspace.restore;

import java.io.IOException;

/// A name in a folder that is held open.
@SuppressWarnings("ArrayRecordComponent") // never compared
record Spot(int folder, byte[] name) implements AutoCloseable {
  /// Goes down from `root` one name at a time; a link on the way ends it.
  ///
  /// @param make whether folders that are not there are made
  static Spot find(int root, byte[] path, boolean make) throws IOException {
    var names = Names.of(path);
    var folder = Posix.folder(root, new byte[] {'.'});
    for (var name : names.subList(0, names.size() - 1)) {
      try {
        var next = enter(folder, name, make);
        Posix.close(folder);
        folder = next;
      } catch (IOException e) {
        Posix.close(folder);
        throw e;
      }
    }
    return new Spot(folder, names.getLast());
  }

  private static int enter(int folder, byte[] name, boolean make) throws IOException {
    try {
      return Posix.folder(folder, name);
    } catch (PosixException e) {
      if (!make || e.number() != PosixException.NO_ENTRY) {
        throw e;
      }
    }
    Posix.makeFolder(folder, name, 0777);
    return Posix.folder(folder, name);
  }

  @Override
  public void close() {
    Posix.close(folder);
  }
}
