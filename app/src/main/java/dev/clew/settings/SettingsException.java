package dev.clew.settings;

/// A settings file that cannot be understood, or not changed: the message names it, and says what
/// was expected where.
public final class SettingsException extends Exception {
  private static final long serialVersionUID = 1;

  /// With this message.
  public SettingsException(String message) {
    super(message);
  }
}
