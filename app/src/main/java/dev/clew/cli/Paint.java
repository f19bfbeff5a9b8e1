package dev.clew.cli;

/// The few colours that answers carry, and only on a terminal.
final class Paint {
  private final boolean on;

  Paint(boolean on) {
    this.on = on;
  }

  String dim(String text) {
    return paint("2", text);
  }

  String bold(String text) {
    return paint("1", text);
  }

  String id(String text) {
    return paint("33", text);
  }

  String good(String text) {
    return paint("32", text);
  }

  String bad(String text) {
    return paint("31", text);
  }

  String place(String text) {
    return paint("36", text);
  }

  String found(String text) {
    return paint("1;31", text);
  }

  private String paint(String code, String text) {
    return on && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
