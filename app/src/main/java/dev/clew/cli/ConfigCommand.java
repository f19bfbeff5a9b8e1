package dev.clew.cli;

import dev.clew.recorder.CaptureMode;
import dev.clew.recorder.Keeping;
import dev.clew.recorder.RunningRecorder;
import dev.clew.recorder.Settings;
import dev.clew.redact.RedactionLevel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `clew config [KEY [VALUE]]`, `clew config unset KEY`: shows settings and changes them.
final class ConfigCommand implements Command {
  private static final String CAPTURE = "capture_mode";
  private static final String REDACTION = "redaction_level";
  private static final String START = "start_on_hook";
  private static final String RETENTION = "retention";
  private static final String QUOTA = "quota";
  private static final String UNSET = "unset";
  private static final List<String> KEYS = List.of(CAPTURE, REDACTION, START, RETENTION, QUOTA);

  /// A setting as it is shown.
  private record Row(String key, String value, Optional<String> repo) {}

  /// What is asked for.
  ///
  /// @param value the new value; empty to look only
  private record Asked(
      Optional<String> key, Optional<String> value, boolean unset, Optional<String> repo) {
    boolean isKeeping() {
      return key.equals(Optional.of(RETENTION)) || key.equals(Optional.of(QUOTA));
    }
  }

  @Override
  public CommandSpec spec() {
    var first = Stream.concat(KEYS.stream(), Stream.of(UNSET)).toList();
    var second = new ArrayList<String>(choices(CaptureMode.class));
    second.addAll(choices(RedactionLevel.class));
    second.addAll(List.of(StartOnHook.ON, StartOnHook.OFF));
    second.addAll(KEYS);
    return Help.command(
            "config",
            "Show settings, or change one: capture_mode (content, metadata), redaction_level"
                + " (standard, strict, paranoid), start_on_hook (on, off): whether an agent's hook"
                + " may start the recorder; retention (400d, off): how long sessions are kept; quota"
                + " (20GB, off): how large the store may grow before the oldest sessions go.",
            "clew config                                 all settings",
            "clew config redaction_level strict          take more for a secret",
            "clew config capture_mode metadata --repo .  keep no texts of work in this repository",
            "clew config retention 400d                  sessions that ended earlier go",
            "clew config quota 20GB                      the oldest go while there is more",
            "clew config start_on_hook on                a hook starts the recorder when none runs",
            "clew config unset capture_mode --repo .     there as everywhere else again")
        .addPositional(Help.optional("0", "KEY", "Show this one; 'unset' puts one back.", first))
        .addPositional(Help.optional("1", "VALUE", "Make it this; after 'unset', the key.", second))
        .addOption(Help.text("--repo", "DIR", "The capture mode for work in this folder only."))
        .addOption(Help.json());
  }

  @Override
  public Exit run(ParseResult arguments, Context context) throws CommandException, IOException {
    var asked = asked(arguments, context);
    var settings = Settings.load(context.home().config());
    var changes = asked.unset || asked.value.isPresent();
    var starts = asked.key.equals(Optional.of(START));
    if (changes && starts) {
      var value = asked.unset ? StartOnHook.OFF : asked.value.orElseThrow();
      if (!value.equals(StartOnHook.ON) && !value.equals(StartOnHook.OFF)) {
        throw usage("%s: expected on or off, found '%s'".formatted(START, value));
      }
      new StartOnHook(context.home().create()).set(value.equals(StartOnHook.ON), context);
    } else if (changes) {
      settings = changed(settings, asked);
      var home = context.home().create();
      settings.save(home.config());
      if (asked.isKeeping()) {
        context.terminal().say("applied once a day by the recorder, and by 'clew gc'");
      } else if (RunningRecorder.find(home).isPresent()) {
        context
            .terminal()
            .say("the recorder that runs takes it on its next start: 'clew down', then 'clew up'");
      }
    }
    var rows = rows(settings, asked, new StartOnHook(context.home()));
    if (arguments.hasMatchedOption("--json")) {
      Ndjson.print(
          context.terminal().out(),
          rows,
          (row, json) -> {
            json.writeStartObject();
            json.writeStringProperty("key", row.key);
            json.writeStringProperty("value", row.value);
            row.repo.ifPresent(repo -> json.writeStringProperty("repo", repo));
            json.writeEndObject();
          });
    } else if (!changes && asked.key.isPresent()) {
      context.terminal().line(rows.getFirst().value);
    } else if (!changes) {
      rows.forEach(row ->
          context
              .terminal()
              .line(
                  "%-16s %s%s"
                      .formatted(
                          row.key,
                          row.value,
                          row.repo.map(repo -> " --repo " + Escapes.line(repo)).orElse(""))));
    }
    return Exit.YES;
  }

  private static Asked asked(ParseResult arguments, Context context) throws CommandException {
    var first = Optional.ofNullable(arguments.matchedPositionalValue(0, (String) null));
    var second = Optional.ofNullable(arguments.matchedPositionalValue(1, (String) null));
    var unset = first.equals(Optional.of(UNSET));
    var key = (unset ? second : first).map(named -> named.replace('-', '_'));
    var repo =
        Optional.ofNullable(arguments.matchedOptionValue("--repo", (String) null))
            .map(folder -> context.workingFolder().resolve(folder).normalize().toString());
    if (unset && key.isEmpty()) {
      throw usage("unset: which one? %s".formatted(String.join(" or ", KEYS)));
    }
    if (key.isPresent() && !KEYS.contains(key.get())) {
      throw usage(
          "there is no setting '%s'%s: expected %s"
              .formatted(
                  key.get(),
                  Nearest.to(key.get(), KEYS)
                      .map(near -> " (did you mean '" + near + "'?)")
                      .orElse(""),
                  String.join(" or ", KEYS)));
    }
    if (repo.isPresent() && !key.equals(Optional.of(CAPTURE))) {
      throw usage("--repo goes with %s only".formatted(CAPTURE));
    }
    return new Asked(key, unset ? Optional.empty() : second, unset, repo);
  }

  private static Settings changed(Settings settings, Asked asked) throws CommandException {
    if (asked.isKeeping()) {
      return settings.with(keeping(settings.keeping(), asked));
    }
    return changedCapture(settings, asked).with(settings.keeping());
  }

  private static Keeping keeping(Keeping before, Asked asked) throws CommandException {
    var value = asked.unset ? Keeping.OFF : asked.value.orElseThrow();
    try {
      return asked.key.equals(Optional.of(RETENTION))
          ? new Keeping(Keeping.days(value), before.bytes())
          : new Keeping(before.days(), Keeping.bytes(value));
    } catch (IllegalArgumentException e) {
      throw usage("%s: %s".formatted(asked.key.orElseThrow(), e.getMessage()));
    }
  }

  private static Settings changedCapture(Settings settings, Asked asked) throws CommandException {
    if (asked.key.equals(Optional.of(REDACTION))) {
      var level =
          asked.unset
              ? Settings.DEFAULT.redactionLevel()
              : choice(RedactionLevel.class, REDACTION, asked.value.orElseThrow());
      return new Settings(settings.captureMode(), level, settings.repositories());
    }
    var mode =
        asked.unset
            ? Settings.DEFAULT.captureMode()
            : choice(CaptureMode.class, CAPTURE, asked.value.orElseThrow());
    if (asked.repo.isEmpty()) {
      return new Settings(mode, settings.redactionLevel(), settings.repositories());
    }
    var repositories = new TreeMap<>(settings.repositories());
    if (asked.unset) {
      repositories.remove(asked.repo.get());
    } else {
      repositories.put(asked.repo.get(), mode);
    }
    return new Settings(settings.captureMode(), settings.redactionLevel(), repositories);
  }

  /// The settings that were asked for, or all.
  private static List<Row> rows(Settings settings, Asked asked, StartOnHook startOnHook) {
    var level = new Row(REDACTION, settings.redactionLevel().wireName(), Optional.empty());
    var start = new Row(START, startOnHook.value(), Optional.empty());
    if (asked.key.equals(Optional.of(START))) {
      return List.of(start);
    }
    var retention = new Row(RETENTION, settings.keeping().daysText(), Optional.empty());
    var quota = new Row(QUOTA, settings.keeping().bytesText(), Optional.empty());
    if (asked.isKeeping()) {
      return List.of(asked.key.equals(Optional.of(RETENTION)) ? retention : quota);
    }
    if (asked.key.isPresent()) {
      return List.of(
          asked.key.get().equals(REDACTION)
              ? level
              : new Row(
                  CAPTURE,
                  asked.repo.map(settings::captureMode).orElse(settings.captureMode()).wire(),
                  asked.repo));
    }
    var rows = new ArrayList<Row>();
    rows.add(new Row(CAPTURE, settings.captureMode().wire(), Optional.empty()));
    rows.add(level);
    rows.add(start);
    rows.add(retention);
    rows.add(quota);
    settings
        .repositories()
        .forEach((folder, mode) -> rows.add(new Row(CAPTURE, mode.wire(), Optional.of(folder))));
    return rows;
  }

  private static <E extends Enum<E>> List<String> choices(Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(each -> each.name().toLowerCase(Locale.ROOT))
        .toList();
  }

  private static <E extends Enum<E>> E choice(Class<E> type, String key, String value)
      throws CommandException {
    for (var constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(value)) {
        return constant;
      }
    }
    throw usage(
        "%s: expected %s, found '%s'".formatted(key, String.join(" or ", choices(type)), value));
  }

  private static CommandException usage(String message) {
    return new CommandException(Exit.USAGE, message);
  }
}
