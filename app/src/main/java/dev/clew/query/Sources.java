package dev.clew.query;

import dev.clew.content.ContentReader;
import dev.clew.content.DamagedObjectException;
import dev.clew.content.Unsealer;
import dev.clew.index.IndexReader;
import dev.clew.recorder.Home;
import dev.clew.recorder.ImportListener;
import dev.clew.recorder.Interpreter;
import dev.clew.recorder.Keys;
import dev.clew.recorder.Settings;
import dev.clew.redact.KnownValues;
import dev.clew.redact.Redactor;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What questions are answered from, opened when a question first needs it. For one thread.
public final class Sources implements AutoCloseable {
  private final Home home;
  private final Interpreter interpreter;
  private final InstantSource clock;
  private final Supplier<Optional<ImportListener.Progress>> importing;
  private final Path userHome;
  private final Supplier<KnownValues> known;
  private final Warm warm = new Warm();
  private @Nullable Redactor redactor;
  private @Nullable IndexReader index;
  private @Nullable ContentReader content;

  /// The sources in `home`.
  ///
  /// @param importing how far an import has come, where the recorder runs in this process
  /// @param userHome the user's home folder
  /// @param known the values that are secret whatever they look like, asked for when contents of
  ///   files are shown
  public Sources(
      Home home,
      Interpreter interpreter,
      InstantSource clock,
      Supplier<Optional<ImportListener.Progress>> importing,
      Path userHome,
      Supplier<KnownValues> known) {
    this.home = home;
    this.interpreter = interpreter;
    this.clock = clock;
    this.importing = importing;
    this.userHome = userHome;
    this.known = known;
  }

  /// The same once more, for another thread.
  Sources again() {
    return new Sources(home, interpreter, clock, importing, userHome, known);
  }

  /// The store's folder.
  public Home home() {
    return home;
  }

  /// The user's home folder.
  Path userHome() {
    return userHome;
  }

  InstantSource clock() {
    return clock;
  }

  Interpreter interpreter() {
    return interpreter;
  }

  Optional<ImportListener.Progress> importing() {
    return importing.get();
  }

  /// The index.
  ///
  /// @throws QueryException when there is no store yet
  IndexReader index() throws SQLException, QueryException {
    if (index == null) {
      if (!home.exists()) {
        throw QueryException.notFound(
            "nothing is recorded yet: run 'clew up' or 'clew import PATH' first");
      }
      index = IndexReader.open(home.index());
    }
    return index;
  }

  /// The id of the session that `text` names: a unique start of its id or of the agent's own id, or
  /// `last`.
  public String session(String text) throws SQLException, QueryException {
    return index().session(Names.session(index(), text)).orElseThrow().id();
  }

  /// The records.
  ContentReader content() throws SQLException, IOException {
    if (content == null) {
      content = ContentReader.open(home.content(), new Unsealer(Keys.open(home).master()));
    }
    return content;
  }

  /// What is kept from one answer about lines to the next.
  Warm warm() {
    return warm;
  }

  /// What takes secrets out of the contents of files: they are kept as they are, so every one that
  /// is shown passes it.
  Redactor redactor() throws IOException {
    if (redactor == null) {
      redactor =
          Redactor.of(
              Settings.load(home.config()).redactionLevel(),
              Keys.open(home).redaction().bytes(),
              known.get());
    }
    return redactor;
  }

  /// The bytes of an image or a document that a record carried; empty when there is none with this
  /// SHA-256, in hex, or it was forgotten.
  ///
  /// @throws IOException also when the bytes are damaged
  public Optional<byte[]> attachment(String sha256) throws SQLException, IOException {
    try {
      return content().attachment(HexFormat.of().parseHex(sha256));
    } catch (DamagedObjectException e) {
      throw new IOException(e.getMessage() + "; 'clew verify' lists what is damaged", e);
    }
  }

  @Override
  public void close() throws SQLException {
    if (index != null) {
      index.close();
    }
    if (content != null) {
      content.close();
    }
  }
}
