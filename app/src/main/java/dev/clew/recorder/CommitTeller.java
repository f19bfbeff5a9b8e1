package dev.clew.recorder;

import dev.clew.content.ContentReader;
import dev.clew.content.Sealer;
import dev.clew.content.SharedSealer;
import dev.clew.content.Unsealer;
import dev.clew.event.SessionKey;
import dev.clew.workspace.CommitContents;
import dev.clew.workspace.CommitReading;
import dev.clew.workspace.GitFolder;
import dev.clew.workspace.KeyedDigest;
import dev.clew.workspace.LeftOut;
import dev.clew.workspace.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Tells the commits of one repository, whichever of its work trees they were seen from. For one
/// thread.
final class CommitTeller {
  /// So many commits of one move are told.
  private static final int MOST = 10_000;

  /// So many bytes of contents of one move are kept.
  private static final long MOST_BYTES = 512L << 20;

  private static final int BLOBS = 500_000;

  private final GitFolder git;
  private final SessionKey nobody;
  private final Path file;
  private final LookStore records;
  private final Parts parts;
  private final Set<String> blobs = new HashSet<>();
  private @Nullable KnownCommits known;

  /// What all of them work with.
  ///
  /// @param keep whether contents of what is in a folder may be kept
  record Parts(
      Home home,
      Keys keys,
      SecureRandom random,
      KeyedDigest keyed,
      Predicate<Path> keep,
      LookStore records) {}

  /// @param nobody the conversation that the records are of
  /// @param file where it is kept what has been told
  CommitTeller(GitFolder git, SessionKey nobody, Path file, Parts parts) {
    this.git = git;
    this.nobody = nobody;
    this.file = file;
    this.records = parts.records;
    this.parts = parts;
  }

  /// Tells what is new.
  void tell(CommitOrder order) throws IOException, SQLException {
    var its = known == null ? KnownCommits.read(file) : known;
    if (!its.isBegun()) {
      var at = order.first() ? order.head() : order.left();
      its.begin(at == null ? List.of() : List.of(at));
    }
    known = its;
    var tips = order.tips().stream().filter(each -> !its.isTold(each)).toList();
    if (tips.isEmpty() || its.border().containsAll(tips)) {
      return;
    }
    try (var reading = CommitReading.of(order.root(), git)) {
      tell(order, tips, its, reading);
    }
  }

  private void tell(CommitOrder order, List<String> tips, KnownCommits its, CommitReading reading)
      throws IOException, SQLException {
    var place = new LookStore.Place(nobody, order.root());
    try (var objects = objects(place, order.root())) {
      if (blobs.size() > BLOBS) {
        blobs.clear();
      }
      var limits = Limits.standard();
      var telling =
          new CommitTelling(
              order,
              place,
              git.repository().toString(),
              reading,
              new CommitContents(
                  reading,
                  objects,
                  parts.keyed,
                  new Limits(limits.fileBytes(), limits.files(), MOST_BYTES, 0, 1)),
              objects,
              records,
              its,
              blobs,
              new LeftOut(order.root())::has);
      if (isReplaced(order, its, reading)) {
        its.addBorder(tips);
        telling.missed("the history was replaced: nothing is told of what it was made of");
        return;
      }
      telling.tell(reading.range(tips, its::isTold, its.border(), MOST));
    }
  }

  /// Whether nothing is left of the history that was known: then it is not known what became of
  /// what.
  private static boolean isReplaced(CommitOrder order, KnownCommits its, CommitReading reading)
      throws IOException {
    var left = order.left();
    if (left != null) {
      return reading.commit(left).isEmpty();
    }
    var any = new ArrayList<>(its.border());
    for (var each : any) {
      if (reading.commit(each).isPresent()) {
        return false;
      }
    }
    return !any.isEmpty();
  }

  private LookObjects objects(LookStore.Place place, Path root) throws IOException, SQLException {
    var keys = parts.keys;
    var holder = new LookObjects[1];
    holder[0] =
        new LookObjects(
            new SharedSealer(() -> Sealer.light(keys.master(), parts.random)),
            ContentReader.open(parts.home.content(), new Unsealer(keys.master())),
            parts.keep.test(root),
            () -> part(place, holder[0]));
    return holder[0];
  }

  private void part(LookStore.Place place, LookObjects objects) throws IOException {
    try {
      records.part(place, objects);
    } catch (SQLException e) {
      throw new IOException("the store takes no contents", e);
    }
  }
}
