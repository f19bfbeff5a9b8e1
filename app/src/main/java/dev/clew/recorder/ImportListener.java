package dev.clew.recorder;

/// Is told how an import goes on.
public interface ImportListener {
  /// A file is done, and what it told is durable.
  void done(FileResult result);

  /// How far the import has come.
  void progress(Progress progress);

  /// How far an import has come.
  ///
  /// @param files how many files there are
  /// @param filesDone how many are done
  /// @param bytes how many bytes are to be read
  /// @param bytesDone how many have been
  record Progress(int files, int filesDone, long bytes, long bytesDone) {}

  /// Listens to nothing.
  static ImportListener none() {
    return new ImportListener() {
      @Override
      public void done(FileResult result) {}

      @Override
      public void progress(Progress progress) {}
    };
  }
}
