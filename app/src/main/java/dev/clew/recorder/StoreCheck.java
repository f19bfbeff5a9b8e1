package dev.clew.recorder;

import dev.clew.content.ContentCheck;
import dev.clew.content.ContentReader;
import dev.clew.content.Schema;
import dev.clew.content.Unsealer;
import dev.clew.index.IndexReader;
import dev.clew.ledger.InvalidNoteException;
import dev.clew.workspace.Reach;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Looks for everything in a store that is not as it should be, and says what to do about it.
/// Changes nothing, and never ends with an exception because of what it finds.
public final class StoreCheck {
  private static final int MOST = 100;
  private static final String RESTORE = "restore it from a copy of the store";
  private static final String REINDEX = "'clew reindex' builds it anew";
  private static final String QUARANTINE = "'clew fsck --repair' puts it aside";
  private static final Duration STALE = Duration.ofHours(1);
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  private final Home home;
  private final InstantSource clock;
  private final List<Finding> findings = new ArrayList<>();
  private final List<Long> damaged = new ArrayList<>();
  private final List<Path> open = new ArrayList<>();

  /// A check of the store in `home`.
  public StoreCheck(Home home, InstantSource clock) {
    this.home = home;
    this.clock = clock;
  }

  /// Something that is not as it should be.
  ///
  /// @param file the file, seen from the store's folder
  /// @param place where in it
  /// @param advice what to do
  public record Finding(String file, String place, String expected, String found, String advice) {}

  /// What was found.
  ///
  /// @param damaged the numbers of objects that can be put aside
  /// @param open files that others may read or write
  public record Result(List<Finding> findings, List<Long> damaged, List<Path> open) {}

  /// Is told how the check goes on.
  public interface Progress {
    /// What is looked at now.
    void at(String what);
  }

  /// Looks at everything.
  public Result run(Progress progress) {
    progress.at("files");
    attempt(".", this::modes);
    attempt("spool", this::spool);
    progress.at("content.db: pages");
    if (isReadable(home.content(), RESTORE)) {
      attempt("content.db", () -> content(progress));
      progress.at("workspaces");
      attempt("content.db", this::workspaces);
      progress.at("ledger");
      attempt("ledger", this::ledger);
    }
    progress.at("index.db: pages");
    if (!Files.exists(home.index())) {
      add("index.db", "the file", "the index", "nothing", REINDEX);
    } else if (isReadable(home.index(), REINDEX)) {
      attempt("index.db", this::index);
    }
    return new Result(List.copyOf(findings), List.copyOf(damaged), List.copyOf(open));
  }

  private interface Step {
    void run() throws IOException, SQLException;
  }

  private void attempt(String file, Step step) {
    try {
      step.run();
    } catch (IOException | UncheckedIOException e) {
      add(file, "as a whole", "something that can be read", said(e), RESTORE);
    } catch (SQLException e) {
      var advice = file.startsWith("index") ? REINDEX : RESTORE;
      add(file, "as a whole", "a database that can be read", said(e), advice);
    } catch (RuntimeException e) {
      add(file, "as a whole", "the form that docs/formats tells", e.toString(), RESTORE);
    }
  }

  private static String said(Exception e) {
    return String.valueOf(e.getMessage());
  }

  private void add(String file, String place, String expected, String found, String advice) {
    if (findings.size() < MOST) {
      findings.add(new Finding(file, place, expected, found, advice));
    }
  }

  private boolean isReadable(Path file, String advice) {
    var name = String.valueOf(file.getFileName());
    try {
      for (var each : ContentCheck.integrity(file)) {
        add(name, "pages", "a whole database", each, advice);
      }
      return true;
    } catch (SQLException e) {
      add(name, "as a whole", "a database that can be read", said(e), advice);
      return false;
    }
  }

  private void modes() throws IOException {
    if (!home.folder().getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    mode(home.folder());
    try (var files = Files.walk(home.folder(), 2)) {
      for (var file : files.filter(each -> !each.equals(home.folder())).toList()) {
        if (!file.startsWith(home.ledger()) && !file.equals(home.prices())) {
          mode(file);
        }
      }
    }
  }

  private void mode(Path file) throws IOException {
    // A socket lies in a folder that is its owner's only, and asks who calls.
    if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    var mode = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
    if (mode.stream().anyMatch(OTHERS::contains)) {
      open.add(file);
      add(
          home.folder().relativize(file).toString().isEmpty()
              ? "."
              : home.folder().relativize(file).toString(),
          "mode",
          "its owner's only",
          PosixFilePermissions.toString(mode),
          "'clew fsck --repair' closes it to others");
    }
  }

  private void spool() throws IOException {
    if (!Files.isDirectory(home.spool())) {
      return;
    }
    try (var files = Files.list(home.spool())) {
      for (var file : files.sorted().toList()) {
        var name = String.valueOf(file.getFileName());
        if (!name.endsWith(Spool.SUFFIX)) {
          stale(file, name);
          continue;
        }
        try (var in = Files.newInputStream(file)) {
          var head = HookFrame.head(in);
          in.skipNBytes(head.follows());
        } catch (IOException e) {
          add(
              "spool/" + name,
              "the frame",
              "a whole one",
              said(e),
              "what can be read of it is taken when the recorder runs");
        }
      }
    }
  }

  private void stale(Path file, String name) throws IOException {
    var age = Duration.between(Files.getLastModifiedTime(file).toInstant(), clock.instant());
    if (age.compareTo(STALE) > 0) {
      add(
          "spool/" + name,
          "the file",
          "a hook",
          "a part of one, left behind",
          "'clew gc' removes it");
    }
  }

  private void content(Progress progress) throws IOException, SQLException {
    try (var check = ContentCheck.open(home.content(), new Unsealer(Keys.open(home).master()))) {
      var objects = check.objects();
      for (var each :
          check.damaged(
              MOST,
              looked -> {
                if (looked % 1024 == 0) {
                  progress.at("content.db: object %d of %d".formatted(looked, objects));
                }
              })) {
        if (!each.aside()) {
          damaged.add(each.id());
        }
        add(
            "content.db",
            "object %d, of %s".formatted(each.id(), records(check.recordsOf(each.id()))),
            "the bytes that were sealed",
            each.aside() ? "it was put aside" : each.what(),
            each.aside() ? RESTORE + "; else it is lost" : QUARANTINE);
      }
      for (var each : check.dangling()) {
        add(
            "content.db",
            "record " + each.seq(),
            "its %s (number %d)".formatted(each.what(), each.object()),
            "nothing",
            RESTORE);
      }
    }
  }

  private static String records(List<Long> seqs) {
    return seqs.isEmpty()
        ? "no record"
        : "record " + seqs.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private void ledger() throws IOException, SQLException {
    try {
      for (var bad : new StoreVerifier(home).all(MOST)) {
        var entry = bad.entry();
        if (!bad.expected().equals(StoreVerifier.SEALED_OBJECT)) { // told with the object
          add(
              bad.file().startsWith("content.db") ? "content.db" : "ledger",
              entry == null ? bad.file() : "entry %d, %s".formatted(entry, bad.file()),
              bad.expected(),
              bad.found(),
              RESTORE);
        }
      }
    } catch (InvalidNoteException e) {
      add("ledger", "checkpoint", "a note signed with this store's key", said(e), RESTORE);
    }
  }

  private void workspaces() throws IOException, SQLException {
    try (var reader = ContentReader.open(home.content(), new Unsealer(Keys.open(home).master()))) {
      var snapshots = new Snapshots(reader);
      var needs = new Reach(snapshots.source());
      snapshots.all().forEach(each -> needs.add(each.tree()));
      for (var id : needs.reached()) {
        var sha256 = HexFormat.of().parseHex(id);
        if (!reader.has(sha256) && !reader.isForgotten(sha256)) {
          add("content.db", "a snapshot", "the object " + id, "nothing", RESTORE);
        }
      }
    }
  }

  private void index() throws SQLException, IOException {
    try (var index = IndexReader.open(home.index());
        var content = ContentReader.open(home.content(), new Unsealer(Keys.open(home).master()))) {
      var records = content.size();
      if (index.next() > records) {
        add("index.db", "meta.next", "at most " + records, Long.toString(index.next()), REINDEX);
      }
      if (index.textBehind() < 0) {
        add("index.db", "meta.text_next", "at most meta.next", "more", REINDEX);
      }
    } catch (Schema.OtherVersionException e) {
      add("index.db", "version", "this program's", said(e), REINDEX);
    }
  }
}
