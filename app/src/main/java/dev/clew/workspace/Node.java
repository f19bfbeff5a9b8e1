package dev.clew.workspace;

/// One name of a folder, as it is known in memory.
sealed interface Node permits Folder, Leaf {
  /// Its name's bytes.
  byte[] name();

  /// The number of the scan that saw it last.
  int seen();

  /// Notes that scan number `scan` saw it.
  void see(int scan);

  /// What the folder's object says of it; for folders, once their own object is made.
  Entry entry();
}
