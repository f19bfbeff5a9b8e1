package dev.clew.export;

import dev.clew.redact.JsonStrings;
import dev.clew.redact.Redactor;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The one way out for what a document says: every object passes the redactor, with the rules and
/// the known values of today, and homes are named `~`.
final class Outgoing {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern HOME =
      Pattern.compile("(?:/home/|/Users/|[A-Z]:\\\\Users\\\\)[^/\\\\\\s]+");
  private static final JsonMapper JSON_MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .build())
          .build();
  private static final Pattern HEX =
      Pattern.compile("[0-9a-f]{16}|[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}");
  // An array's strings have no name: steps, evidence, trace_aliases.
  private static final Set<String> OWN_IDS =
      Set.of(
          "",
          "session",
          "trace_id",
          "parent_session",
          "child_session",
          "step",
          "turn",
          "parent",
          "record",
          "key",
          "sha256",
          "blob",
          "commit",
          "before_sha256",
          "after_sha256");
  private static final Pattern LONE = Pattern.compile("\\p{Cs}");
  private static final String BEFORE = "(?<![A-Za-z0-9_.~-])";
  private static final String IN_DIFF = "(?<=(?<![A-Za-z0-9_.~/-])[ab])";
  private static final String AFTER = "(?![A-Za-z0-9_-]|\\.[A-Za-z0-9])";

  private final Redactor redactor;
  private final List<Replacement> replacements = new ArrayList<>();
  private long takenOut;

  private record Replacement(String sign, Pattern pattern, String by) {}

  Outgoing(Redactor redactor) {
    this.redactor = redactor;
  }

  /// Has the home folder that `path` lies in called `~` from now on, if it lies in one.
  void hideHomeOf(String path) {
    var home = HOME.matcher(path);
    if (home.lookingAt()) {
      hide(home.group());
    }
  }

  /// Has the folder `home` called `~` from now on.
  void hide(String home) {
    if (home.length() < 2 || replacements.stream().anyMatch(each -> each.sign.equals(home))) {
      return;
    }
    var quoted = Pattern.quote(home);
    add(home, IN_DIFF + quoted + AFTER, "/~");
    add(home, BEFORE + quoted + AFTER, "~");
    if (home.startsWith("/")) { // agents name folders after a path: -home-ann-app
      var slug = home.replaceAll("[^A-Za-z0-9]", "-");
      add(slug, "(?<=/)" + Pattern.quote(slug) + "(?=[-/]|$)", "-~");
    }
  }

  private void add(String sign, String pattern, String by) {
    replacements.add(new Replacement(sign, Pattern.compile(pattern), Matcher.quoteReplacement(by)));
  }

  /// How many secrets were still there and were taken out.
  long takenOut() {
    return takenOut;
  }

  /// What `write` writes, fit to leave.
  JsonNode object(Consumer<JsonGenerator> write) {
    var text = new StringWriter();
    try (var json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      write.accept(json);
    }
    // UTF-8 cannot hold half a surrogate pair, which an agent's JSON can name.
    var whole = LONE.matcher(text.toString()).replaceAll("\ufffd");
    var bytes = JsonStrings.rewrite(whole.getBytes(StandardCharsets.UTF_8), this::cleaned);
    return JSON_MAPPER.readTree(bytes);
  }

  /// A string without secrets and homes; `name` is the field that has it as its value.
  private String cleaned(String name, String value) {
    if (isOwnId(name, value)) {
      return value;
    }
    // A field of ours that only sounds like a secret; an agent's was judged by its name on arrival.
    var redacted = name.equals("key") ? redactor.text(value) : redactor.field(name, value);
    redacted.counts().values().forEach(count -> takenOut += count);
    return withoutHomes(redacted.text());
  }

  /// Ids and hashes that we made look as random as a secret to the highest level.
  private static boolean isOwnId(String name, String value) {
    return OWN_IDS.contains(name) && HEX.matcher(value).matches();
  }

  private String withoutHomes(String text) {
    var rest = text;
    for (var each : replacements) {
      if (rest.contains(each.sign)) {
        rest = each.pattern.matcher(rest).replaceAll(each.by);
      }
    }
    return rest;
  }
}
