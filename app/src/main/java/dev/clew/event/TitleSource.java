package dev.clew.event;

/// Who gave a session its title, the strongest first.
public enum TitleSource {
  /// The user typed it.
  USER,
  /// The agent made it up.
  AGENT,
  /// The agent's summary of the conversation.
  SUMMARY
}
