package dev.clew.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;

/// Writes whole files so that a crash leaves each of them as it was or complete, never between.
final class DurableFiles {
  /// Written files stay open until they are synced: a bound on descriptors.
  private static final int MAX_OPEN = 64;

  private final Disk disk;
  private final Path temporary;

  DurableFiles(Disk disk, Path ledger) {
    this.disk = disk;
    this.temporary = ledger.resolve("tmp");
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record NewFile(Path path, byte[] bytes) {}

  /// Removes what an interrupted [#replace] left.
  void clean() throws IOException {
    for (var name : disk.list(temporary)) {
      disk.delete(temporary.resolve(name));
    }
  }

  /// Puts every file in place; all are durable when it returns, in no promised order before.
  void replace(List<NewFile> files) throws IOException {
    for (int from = 0; from < files.size(); from += MAX_OPEN) {
      replaceSome(files.subList(from, Math.min(files.size(), from + MAX_OPEN)));
    }
  }

  private void replaceSome(List<NewFile> files) throws IOException {
    disk.makeFolder(temporary);
    var drafts = new ArrayList<Path>();
    var folders = new LinkedHashSet<Path>();
    for (var file : files) {
      var draft = temporary.resolve(Integer.toString(drafts.size()));
      disk.write(draft, file.bytes());
      drafts.add(draft);
      folders.add(Objects.requireNonNull(file.path().getParent()));
    }
    disk.sync(drafts);
    for (var folder : folders) {
      disk.makeFolder(folder);
    }
    for (int i = 0; i < files.size(); i++) {
      disk.rename(drafts.get(i), files.get(i).path());
    }
    for (var folder : folders) {
      disk.syncFolder(folder);
    }
  }
}
