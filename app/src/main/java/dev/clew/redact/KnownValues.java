package dev.clew.redact;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Secrets that are known by their value: the most certain findings of all.
///
/// Held in memory only. Each value is looked for as it is, and in the forms that encoders give it:
/// base64 in its three alignments, hex, URL-encoded, JSON-escaped.
public final class KnownValues {
  private static final int LEAST_LENGTH = 8;
  private static final double LEAST_ENTROPY = 2.0;
  private static final double LEAST_GUESSED_ENTROPY = 2.5;
  private static final int ANCHOR_LENGTH = 12;
  private static final int LEAST_ANCHOR_LENGTH = 3;
  private static final long LARGEST_FILE_BYTES = 1 << 20;
  private static final Pattern SECRET_NAME =
      Pattern.compile("(?i)TOKEN|SECRET|KEY(?!BOARD|MAP)|PASS|CRED|AUTH(?!OR)");
  private static final Pattern NOT_SECRET =
      Pattern.compile(
          "(?:[/~.$][^=]*/.*)|(?:[a-z+]+://[^@]*)|(?:[A-Za-z]{1,15})|(?:[A-Za-z ._,-]*)");
  private static final Pattern ANCHOR = Pattern.compile("[A-Za-z0-9_.~-]+");
  // The value of `key = value`, `key=value`, `:_authToken=value` and the like.
  private static final Pattern SETTING =
      Pattern.compile("(?m)^\\s*([^#;\\[\\s=][^=\\n]*?)\\s*=\\s*\"?([^\"\\r\\n]+?)\"?\\s*$");
  private static final Pattern NETRC = Pattern.compile("\\bpassword\\s+(\\S+)");
  private static final Pattern USER_INFO = Pattern.compile("://[^:/@\\s]*:([^@/\\s]+)@");

  private final List<Form> forms;

  private KnownValues(Collection<Form> before, Collection<String> values) {
    var all = new LinkedHashSet<>(before);
    for (var value : values) {
      if (value.length() >= LEAST_LENGTH && Entropy.perCharacter(value) >= LEAST_ENTROPY) {
        encoded(value).forEach(text -> all.add(Form.of(text, value)));
      }
    }
    forms = List.copyOf(all);
  }

  public static KnownValues none() {
    return of(List.of());
  }

  /// The given values; those shorter than 8 characters or of hardly any entropy are left out.
  public static KnownValues of(Collection<String> values) {
    return new KnownValues(List.of(), values);
  }

  /// These and the given ones.
  public KnownValues with(Collection<String> values) {
    return new KnownValues(forms, values);
  }

  /// Whether there is none: what was given was too short, or of too little entropy.
  public boolean isEmpty() {
    return forms.isEmpty();
  }

  /// What the environment and the usual credential files of a home directory hold.
  ///
  /// Environment variables count if their name sounds like a secret and their value is not a path,
  /// an address or a plain word. Files: `.aws/credentials`, `.npmrc`, `.netrc`, `.git-credentials`,
  /// `.config/git/credentials`. A file that cannot be read is passed over.
  public static KnownValues discover(Map<String, String> environment, Path home) {
    var values = new LinkedHashSet<String>();
    environment.forEach((name, value) -> addGuess(values, name, value));
    for (var file : List.of(".aws/credentials", ".npmrc")) {
      var text = read(home.resolve(file));
      SETTING.matcher(text).results().forEach(m -> addGuess(values, m.group(1), m.group(2)));
    }
    NETRC.matcher(read(home.resolve(".netrc"))).results().forEach(m -> values.add(m.group(1)));
    for (var file : List.of(".git-credentials", ".config/git/credentials")) {
      USER_INFO.matcher(read(home.resolve(file))).results().forEach(m -> values.add(m.group(1)));
    }
    return of(values);
  }

  /// Whether one of them stands in `text`, in one of its forms.
  public boolean isIn(String text) {
    return forms.stream().anyMatch(form -> text.contains(form.text()));
  }

  List<Form> forms() {
    return forms;
  }

  private static void addGuess(Set<String> values, String name, String value) {
    if (SECRET_NAME.matcher(name).find()
        && !NOT_SECRET.matcher(value).matches()
        && Entropy.perCharacter(value) >= LEAST_GUESSED_ENTROPY) {
      values.add(value);
    }
    USER_INFO.matcher(value).results().forEach(match -> values.add(match.group(1)));
  }

  private static String read(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_FILE_BYTES) {
        return "";
      }
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException _) {
      return ""; // not readable by us: not a secret that we could know
    }
  }

  private static Set<String> encoded(String value) {
    var bytes = value.getBytes(StandardCharsets.UTF_8);
    var forms = new LinkedHashSet<String>();
    forms.add(value);
    var json = new String(JsonStrings.encode(value), StandardCharsets.UTF_8);
    forms.add(json.substring(1, json.length() - 1));
    var url = URLEncoder.encode(value, StandardCharsets.UTF_8);
    forms.add(url);
    forms.add(url.replace("+", "%20"));
    forms.add(HexFormat.of().formatHex(bytes));
    forms.add(HexFormat.of().withUpperCase().formatHex(bytes));
    for (int shift = 0; shift < 3; shift++) {
      forms.add(aligned(Base64.getEncoder(), bytes, shift));
      forms.add(aligned(Base64.getUrlEncoder(), bytes, shift));
    }
    return forms;
  }

  /// The base64 characters that depend on `value` alone when `shift` bytes stand before it.
  private static String aligned(Base64.Encoder encoder, byte[] value, int shift) {
    var shifted = new byte[shift + value.length];
    System.arraycopy(value, 0, shifted, shift, value.length);
    var text = encoder.withoutPadding().encodeToString(shifted);
    int from = (shift * 8 + 5) / 6;
    int to = shifted.length * 8 / 6;
    return text.substring(from, to);
  }

  /// One spelling of a known value.
  ///
  /// @param anchor a part that no further escaping changes, lower case, at `anchorAt`; empty if it
  ///   has none
  record Form(String text, String value, String anchor, int anchorAt) {
    static Form of(String text, String value) {
      var longest = ANCHOR.matcher(text).results().max((a, b) -> length(a) - length(b));
      if (longest.isEmpty() || length(longest.get()) < LEAST_ANCHOR_LENGTH) {
        return new Form(text, value, "", 0);
      }
      int from = longest.get().start();
      int to = Math.min(longest.get().end(), from + ANCHOR_LENGTH);
      return new Form(text, value, text.substring(from, to).toLowerCase(Locale.ROOT), from);
    }

    private static int length(java.util.regex.MatchResult match) {
      return match.end() - match.start();
    }
  }
}
