package dev.clew.settings;

import java.util.List;
import java.util.Optional;

/// A value of a settings file and where it stands in the text.
sealed interface SettingsTree {
  /// The first character.
  int start();

  /// The first character after it.
  int end();

  /// What it is, for a message.
  String kind();

  /// An object.
  record Members(int start, int end, List<Member> members) implements SettingsTree {
    @Override
    public String kind() {
      return "an object";
    }

    /// The last member with this name: it is the one that readers of JSON see.
    Optional<Member> named(String name) {
      return members.stream()
          .filter(member -> member.name.equals(name))
          .reduce((_, later) -> later);
    }
  }

  /// A list.
  record Elements(int start, int end, List<SettingsTree> elements) implements SettingsTree {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /// Anything else.
  record Scalar(int start, int end, String kind) implements SettingsTree {}

  /// A member of an object.
  ///
  /// @param start the first character of its name
  record Member(int start, String name, SettingsTree value) {}
}
