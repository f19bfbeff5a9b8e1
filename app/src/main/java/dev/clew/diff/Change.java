package dev.clew.diff;

/// Lines `oldFrom` to `oldTo` before became lines `newFrom` to `newTo` after.
///
/// Lines count from 0, the end is exclusive. One of the two sides may be empty: an insertion or a
/// deletion.
public record Change(int oldFrom, int oldTo, int newFrom, int newTo) {
  public int removed() {
    return oldTo - oldFrom;
  }

  public int added() {
    return newTo - newFrom;
  }
}
