package dev.clew.text;

import java.util.ArrayList;
import java.util.List;

/// Cuts what was typed into parts: words, and phrases in quotes. A quote that is never closed ends
/// with the text; one inside a word is part of it.
final class Typed {
  private final String text;
  private final List<Part> parts = new ArrayList<>();
  private int at;

  Typed(String text) {
    this.text = text;
  }

  List<Part> parts() {
    while (at < text.length()) {
      if (isSpace(at)) {
        at++;
      } else if (text.charAt(at) == '"') {
        phrase();
      } else {
        word();
      }
    }
    return parts.stream().distinct().toList();
  }

  private void phrase() {
    var close = text.indexOf('"', at + 1);
    var end = close < 0 ? text.length() : close;
    var content = text.substring(at + 1, end);
    at = Math.min(text.length(), end + 1);
    var goesOn = at < text.length() && text.charAt(at) == '*';
    if (goesOn) {
      at++;
    }
    add(content, goesOn);
  }

  private void word() {
    var end = at;
    while (end < text.length() && !isSpace(end)) {
      end++;
    }
    var word = text.substring(at, end);
    at = end;
    var goesOn = word.length() > 1 && word.endsWith("*");
    add(goesOn ? word.substring(0, word.length() - 1) : word, goesOn);
  }

  private void add(String content, boolean goesOn) {
    Part.of(content, goesOn).ifPresent(parts::add);
  }

  private boolean isSpace(int index) {
    return Letters.kind(text.charAt(index)) == Letters.Kind.SPACE;
  }
}
