package dev.clew.workspace;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.eclipse.jgit.util.time.MonotonicClock;
import org.eclipse.jgit.util.time.MonotonicSystemClock;
import org.jspecify.annotations.Nullable;

/// The system as JGit may see it: no configuration of the user's or the machine's, no environment,
/// and a file system whose clock is known, so that JGit writes nothing to find it out.
///
/// JGit takes one for the whole process.
@SuppressWarnings("deprecation")
final class QuietSystem extends SystemReader {
  private QuietSystem() {}

  static synchronized void install() {
    if (!(SystemReader.getInstance() instanceof QuietSystem)) {
      SystemReader.setInstance(new QuietSystem());
    }
  }

  /// A configuration that is empty but for what JGit would measure by writing files.
  private static final class Known extends FileBasedConfig {
    Known(@Nullable Config parent, FS fs) {
      super(parent, Path.of("/nonexistent").toFile(), fs);
    }

    @Override
    public void load() {}

    @Override
    public void save() {}

    @Override
    public boolean isOutdated() {
      return false;
    }

    @Override
    public @Nullable String getString(String section, @Nullable String subsection, String name) {
      if (!section.equals("filesystem")) {
        return super.getString(section, subsection, name);
      }
      return name.equalsIgnoreCase("timestampResolution") ? "1 us" : "10 ms";
    }
  }

  @Override
  public String getHostname() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  @Override
  public @Nullable String getenv(String variable) {
    return null;
  }

  @Override
  public @Nullable String getProperty(String key) {
    return System.getProperty(key);
  }

  @Override
  public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
    return new Known(parent, fs);
  }

  @Override
  public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
    return new Known(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
    return new Known(parent, fs);
  }

  @Override
  @SuppressWarnings("deprecation") // abstract all the same
  public long getCurrentTime() {
    return now().toEpochMilli();
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public ZoneOffset getTimeZoneAt(Instant when) {
    return ZoneOffset.UTC;
  }

  @Override
  public ZoneId getTimeZoneId() {
    return ZoneOffset.UTC;
  }

  @Override
  @SuppressWarnings("deprecation") // abstract all the same
  public int getTimezone(long when) {
    return 0;
  }

  @Override
  public MonotonicClock getClock() {
    return new MonotonicSystemClock();
  }
}
