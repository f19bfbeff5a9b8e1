package dev.clew.recorder;

import dev.clew.redact.KnownValues;
import dev.clew.redact.RedactionLevel;
import dev.clew.redact.Redactor;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/// The redactor of a store: made when it is first needed, and again when another value has become a
/// secret. Any number of threads may ask for it.
public final class CurrentRedactor implements Supplier<Redactor> {
  private final Home home;
  private final Keys keys;
  private final RedactionLevel level;
  private final Map<String, String> environment;
  private final Path userHome;
  private volatile Once<Redactor> current;

  /// The redactor of the store in `home`, with the secrets that the environment and the usual files
  /// in `userHome` hold, and those that were forgotten.
  public CurrentRedactor(
      Home home, Keys keys, RedactionLevel level, Map<String, String> environment, Path userHome) {
    this.home = home;
    this.keys = keys;
    this.level = level;
    this.environment = environment;
    this.userHome = userHome;
    this.current = new Once<>(this::make);
  }

  private Redactor make() {
    var known = KnownValues.discover(environment, userHome).with(SecretValues.read(home, keys));
    return Redactor.of(level, keys.redaction().bytes(), known);
  }

  /// Makes it anew when it is next needed.
  void renew() {
    current = new Once<>(this::make);
  }

  @Override
  public Redactor get() {
    return current.get();
  }
}
