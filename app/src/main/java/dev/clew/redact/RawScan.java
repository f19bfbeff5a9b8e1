package dev.clew.redact;

import java.util.Arrays;

/// Where in the raw bytes of one JSON value a secret is possible.
///
/// Decides only which strings are worth decoding; never misses one that a search would find.
final class RawScan implements Words.Visitor, JsonStrings.Sites {
  /// How near the start of a value an anchor may need the field name as its context.
  private static final int NAME_REACH = 256;

  private final Words words;
  private final boolean everything;
  private final Fields fields;
  private final boolean[] seen;
  private long[] hits = new long[16];
  private int count;
  private int next;
  private String name = "";
  private boolean nameHit;
  private boolean near;

  /// Redacts the strings that were chosen.
  interface Fields {
    String text(String text);

    String field(String name, String value);
  }

  RawScan(Words words, boolean everything, Fields fields) {
    this.words = words;
    this.everything = everything;
    this.fields = fields;
    seen = new boolean[words.size()];
  }

  /// Whether anything in `json` is worth decoding.
  boolean found(byte[] json) {
    words.scan(json, this);
    Encoded.tokens(json, (from, _) -> add(from, -1));
    int kept = 0;
    for (int i = 0; i < count; i++) {
      int rule = (int) hits[i] - 1;
      if (rule < 0 || words.hasNeeds(rule, seen)) {
        hits[kept++] = hits[i] >>> 32;
      }
    }
    count = kept;
    Arrays.sort(hits, 0, count);
    return everything || count > 0;
  }

  @Override
  public void rule(int rule, int at) {
    add(at, rule);
  }

  @Override
  public void known(int form, int at) {
    add(Math.max(0, at + words.form(form).anchorAt()), -1);
  }

  @Override
  public void privateKey(int at) {
    add(at - 1, -1);
  }

  @Override
  public void hidden(int at) {
    add(at, -1);
  }

  @Override
  public void need(int word) {
    seen[word] = true;
  }

  @Override
  public boolean wants(int from, int to, boolean isName) {
    while (next < count && hits[next] < from) {
      next++;
    }
    boolean hit = next < count && hits[next] < to;
    if (isName) {
      nameHit = hit;
      return true;
    }
    near = nameHit || (hit && hits[next] < from + NAME_REACH);
    return everything || hit || nameHit;
  }

  @Override
  public String name(String text) {
    name = text;
    return everything || nameHit ? fields.text(text) : text;
  }

  @Override
  public String value(boolean inField, String text) {
    return inField && (near || everything) ? fields.field(name, text) : fields.text(text);
  }

  private void add(int at, int rule) {
    if (count == hits.length) {
      hits = Arrays.copyOf(hits, 2 * count);
    }
    hits[count++] = (long) at << 32 | (rule + 1);
  }
}
