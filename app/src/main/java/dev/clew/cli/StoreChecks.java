package dev.clew.cli;

import static dev.clew.cli.Check.fail;
import static dev.clew.cli.Check.ok;
import static dev.clew.cli.Check.warn;

import dev.clew.index.IndexReader;
import dev.clew.ledger.CorruptLedgerException;
import dev.clew.ledger.EntryCheck;
import dev.clew.ledger.FileDisk;
import dev.clew.ledger.Ledger;
import dev.clew.ledger.LogKey;
import dev.clew.recorder.Home;
import dev.clew.recorder.HomeLock;
import dev.clew.recorder.RunningRecorder;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What `clew doctor` looks at in the store and its recorder.
final class StoreChecks {
  private static final long LITTLE_BYTES = 200L << 20;
  private static final long SOME_BYTES = 2L << 30;
  private static final Set<String> REMOTE =
      Set.of("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "ceph");

  private final Context context;
  private final Home home;

  StoreChecks(Context context) {
    this.context = context;
    this.home = context.home();
  }

  List<Check> all() throws IOException, InterruptedException {
    var checks = new ArrayList<Check>();
    var parent = existing(home.folder());
    checks.add(disk(parent));
    checks.add(recorder());
    if (!home.exists()) {
      checks.add(
          Files.isWritable(parent)
              ? ok("store", "nothing is recorded yet in " + home.folder())
              : fail("store", parent + " cannot be written", "set CLEW_HOME to a folder of yours"));
      return checks;
    }
    checks.add(store());
    var open = open();
    checks.add(open);
    if (open.level() != Check.Level.FAIL) {
      checks.add(lines());
    }
    return checks;
  }

  private static Path existing(Path folder) {
    var at = folder.toAbsolutePath();
    while (!Files.isDirectory(at)) {
      var parent = at.getParent();
      if (parent == null) {
        return at;
      }
      at = parent;
    }
    return at;
  }

  private Check disk(Path folder) throws IOException {
    var disk = Files.getFileStore(folder);
    var free = disk.getUsableSpace();
    var says = "%s free on %s (%s)".formatted(Words.bytes(free), disk.name(), disk.type());
    if (REMOTE.contains(disk.type().toLowerCase(Locale.ROOT))) {
      return fail(
          "disk", says + ": not a local file system", "set CLEW_HOME to a folder on a local disk");
    }
    if (free < LITTLE_BYTES) {
      return fail("disk", says, "make room: recording will stop");
    }
    return free < SOME_BYTES ? warn("disk", says, "make room soon") : ok("disk", says);
  }

  private Check store() throws IOException {
    if (!Files.isWritable(home.folder()) || !Files.isWritable(home.content())) {
      return fail("store", home.folder() + " cannot be written", "give it to yourself: chown");
    }
    var open = new ArrayList<String>();
    for (var path : List.of(home.folder(), home.content(), home.index(), home.masterKey())) {
      if (Files.exists(path) && isOpenToOthers(path)) {
        open.add(path.toString());
      }
    }
    return open.isEmpty()
        ? ok("store", home.folder() + ", open to its owner only")
        : warn(
            "store", "open to others: " + String.join(", ", open), "chmod -R go= " + home.folder());
  }

  private static boolean isOpenToOthers(Path path) throws IOException {
    var allowed = PosixFilePermissions.fromString("rwx------");
    for (PosixFilePermission permission : Files.getPosixFilePermissions(path)) {
      if (!allowed.contains(permission)) {
        return true;
      }
    }
    return false;
  }

  private Check recorder() throws IOException, InterruptedException {
    var found = RunningRecorder.find(home);
    if (found.isPresent()) {
      var says = "process %d, %s".formatted(found.get().pid(), found.get().url());
      return new RecorderProcess(context).running().isPresent()
          ? ok("recorder", says + ", answers")
          : fail("recorder", says + ", does not answer", "'clew down', then 'clew up'");
    }
    if (home.exists() && isLocked()) {
      return warn(
          "recorder",
          "another process is writing to the store",
          "wait until the import ends; 'fuser %s' names it".formatted(home.lock()));
    }
    return port();
  }

  private boolean isLocked() throws IOException {
    var lock = HomeLock.tryTake(home);
    if (lock.isPresent()) {
      lock.get().close();
    }
    return lock.isEmpty();
  }

  /// Nothing runs: whether the port is free.
  private Check port() throws IOException {
    int port;
    try {
      port = context.port();
    } catch (CommandException e) {
      return fail("recorder", String.valueOf(e.getMessage()), "set CLEW_PORT, or unset it");
    }
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return ok("recorder", "stopped; port %d is free".formatted(socket.getLocalPort()));
    } catch (BindException e) {
      return warn(
          "recorder",
          "stopped; another program has port %d".formatted(port),
          "'clew up' takes another port; CLEW_PORT names one");
    }
  }

  /// Whether all that was recorded is in what is told of lines.
  private Check lines() throws IOException {
    try (var index = IndexReader.open(home.index())) {
      var due = index.versions().due();
      if (due.isNothing()) {
        return ok("lines", "all that was recorded is in answers about lines");
      }
      var says = OriginsBehind.told(due);
      return RunningRecorder.find(home).isPresent()
          ? ok("lines", says + ": the recorder is at it")
          : warn("lines", says, "'clew up' or the next 'clew blame' goes on with it");
    } catch (SQLException e) {
      return fail("index", String.valueOf(e.getMessage()), "'clew reindex' builds it anew");
    }
  }

  /// Opens all three parts, and checks the newest signature.
  private Check open() {
    try (var ledger =
            Ledger.openToRead(
                home.ledger(),
                LogKey.load(home.logKey()).verifier(),
                new FileDisk(),
                EntryCheck.any());
        var index = IndexReader.open(home.index())) {
      var checkpoint = ledger.lastCheckpoint();
      var says =
          "%d entries, %s"
              .formatted(
                  ledger.size(),
                  checkpoint.isEmpty()
                      ? "no checkpoint yet"
                      : "the checkpoint at %d is signed".formatted(checkpoint.get().size()));
      return index.next() < ledger.size()
          ? warn(
              "ledger",
              says + "; the index has seen %d".formatted(index.next()),
              "wait for the recorder, or 'clew reindex'")
          : ok("ledger", says + "; the index has seen them all");
    } catch (CorruptLedgerException e) {
      return fail("ledger", String.valueOf(e.getMessage()), "'clew verify' tells what is damaged");
    } catch (IOException e) {
      return fail("ledger", String.valueOf(e.getMessage()), "'clew verify' tells what is damaged");
    } catch (SQLException e) {
      return fail("index", String.valueOf(e.getMessage()), "'clew reindex' builds it anew");
    }
  }
}
