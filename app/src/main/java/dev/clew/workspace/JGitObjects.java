package dev.clew.workspace;

import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.errors.AmbiguousObjectException;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.RevisionSyntaxException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/// Objects as JGit reads them, with [QuietSystem].
final class JGitObjects implements GitObjects {
  private final Repository repository;
  private final ObjectReader reader;

  private JGitObjects(Repository repository) {
    this.repository = repository;
    this.reader = repository.newObjectReader();
  }

  /// @throws IOException when the repository has a form that JGit does not know
  static JGitObjects open(GitFolder git) throws IOException {
    QuietSystem.install();
    return new JGitObjects(
        new FileRepositoryBuilder()
            .setGitDir(git.own().toFile())
            .setGitCommonDir(git.common().toFile())
            .setMustExist(true)
            .setBare()
            .build());
  }

  @Override
  public Optional<Found> find(String name) throws IOException {
    try {
      var id = repository.resolve(name);
      if (id == null) {
        return Optional.empty();
      }
      var loaded = repository.open(id);
      return Optional.of(
          new Found(id.name(), Constants.typeString(loaded.getType()), loaded.getBytes()));
    } catch (RevisionSyntaxException
        | AmbiguousObjectException
        | MissingObjectException
        | LargeObjectException e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<Found> object(String id) throws IOException {
    try {
      var loaded = reader.open(ObjectId.fromString(id));
      var type = Constants.typeString(loaded.getType());
      return Optional.of(new Found(id, type, loaded.getCachedBytes(Integer.MAX_VALUE)));
    } catch (MissingObjectException e) {
      return Optional.empty();
    } catch (LargeObjectException e) {
      throw new IOException("object " + id + " is too large to be read", e);
    }
  }

  @Override
  public long size(String id) throws IOException {
    try {
      return reader.getObjectSize(ObjectId.fromString(id), ObjectReader.OBJ_ANY);
    } catch (MissingObjectException e) {
      return -1;
    }
  }

  @Override
  public void close() {
    reader.close();
    repository.close();
  }
}
