package dev.clew.workspace;

/// Who is to tell of changes in folders.
interface Watching {
  /// Nobody tells.
  Watching NOT =
      new Watching() {
        @Override
        public void add(Folder folder) {}

        @Override
        public boolean holds(Folder folder) {
          return false;
        }

        @Override
        public void remove(Folder folder) {}
      };

  /// Tells of what is in `folder` from now on, if that is possible.
  void add(Folder folder);

  /// Whether it tells of that.
  boolean holds(Folder folder);

  /// Tells no more.
  void remove(Folder folder);
}
