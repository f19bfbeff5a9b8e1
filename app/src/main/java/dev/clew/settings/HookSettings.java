package dev.clew.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Our hooks in one agent's settings file.
///
/// What stands in a file and calls our helper is ours, whoever put it there. A file that is as we
/// left it is restored from its backup, byte for byte; in one that was changed since, our entries
/// are cut out of the text.
public final class HookSettings {
  private static final String HOOKS = "hooks";

  private final AgentHooks agent;
  private final SettingsFile file;
  private final Backup backup;
  private final String helper;

  /// The settings of `agent` in `file`.
  ///
  /// @param backups where files are kept as they were
  /// @param helper the path of the program that our hooks call
  public HookSettings(AgentHooks agent, Path file, Path backups, String helper) {
    this.agent = agent;
    this.file = new SettingsFile(file);
    this.backup = new Backup(backups, file);
    this.helper = helper;
  }

  /// A change that is to be made to the file.
  ///
  /// @param before its bytes; absent when there is no file
  /// @param after what it becomes; absent when it is removed
  public record Change(Path path, byte @Nullable [] before, byte @Nullable [] after) {
    /// Whether there is nothing to do.
    public boolean isNone() {
      return Arrays.equals(before, after);
    }
  }

  /// What the file would be without our hooks.
  private record Base(byte @Nullable [] bytes, Set<String> made, List<Path> folders) {}

  /// The agent.
  public AgentHooks agent() {
    return agent;
  }

  /// The change that puts our hooks in.
  ///
  /// @throws SettingsException when the file cannot be understood: nothing is changed then
  public Change adding() throws IOException, SettingsException {
    var present = file.read();
    if (present != null && isComplete(present)) {
      return new Change(file.path(), present, present);
    }
    return new Change(file.path(), present, with(base(present)));
  }

  /// The change that takes them out.
  public Change removing() throws IOException, SettingsException {
    var present = file.read();
    return new Change(file.path(), present, base(present).bytes);
  }

  /// Makes a change that was asked for just now.
  public void make(Change change) throws IOException, SettingsException {
    var present = file.read();
    if (!Arrays.equals(present, change.before)) {
      throw new SettingsException(
          "%s was changed while this ran: call it again".formatted(file.path()));
    }
    var base = base(present);
    var after = change.after;
    if (after == null || Arrays.equals(after, base.bytes)) {
      if (after == null) {
        file.delete(base.folders);
      } else if (!change.isNone()) {
        file.write(after);
      }
      backup.delete();
      return;
    }
    var made = made(base);
    backup.write(new Backup.Kept(base.bytes, Backup.sha256(after), made, base.folders));
    var folders = new ArrayList<>(base.folders);
    folders.addAll(file.write(after));
    backup.write(new Backup.Kept(base.bytes, Backup.sha256(after), made, folders));
  }

  private Set<String> made(Base base) throws SettingsException {
    var made = new TreeSet<>(base.made);
    if (agent.program() == null) {
      var bytes = base.bytes == null ? new byte[0] : base.bytes;
      var settings = settings(bytes);
      var hooks = settings.get(HOOKS);
      if (hooks == null) {
        made.add("");
      }
      for (var entry : agent.entries()) {
        if (hooks == null || !hooks.has(entry.event())) {
          made.add(entry.event());
        }
      }
    }
    return made;
  }

  /// Work on the text that may find something else than it expects.
  private interface Work<T> {
    T run() throws SettingsException;
  }

  /// Has what goes wrong name the file.
  private <T> T named(Work<T> work) throws SettingsException {
    try {
      return work.run();
    } catch (SettingsException e) {
      var message = String.valueOf(e.getMessage());
      throw message.startsWith(file.path().toString())
          ? e
          : new SettingsException(file.path() + ": " + message);
    }
  }

  private SettingsText settings(byte[] bytes) throws SettingsException {
    return named(() -> SettingsText.of(SettingsFile.text(file.path(), bytes)));
  }

  private Base base(byte @Nullable [] present) throws IOException, SettingsException {
    var kept = backup.read();
    if (present == null) {
      return new Base(null, Set.of(), List.of());
    }
    if (kept != null && kept.isAsWritten(present)) {
      return new Base(kept.before(), Set.of(), kept.folders());
    }
    if (agent.program() != null) {
      return program(present, kept);
    }
    var folders = kept == null ? List.<Path>of() : kept.folders();
    var settings = settings(present);
    if (ours(settings).isEmpty()) {
      return new Base(present, Set.of(), folders);
    }
    Predicate<String> made = kept == null ? _ -> true : kept.made()::contains;
    var after = named(() -> settings.without(HOOKS, this::isOurs, made).toString());
    return new Base(SettingsFile.bytes(after, present), Set.of(), folders);
  }

  private List<SettingsText.Element> ours(SettingsText settings) throws SettingsException {
    return named(
        () -> settings.elementsIn(HOOKS).stream().filter(each -> isOurs(each.value())).toList());
  }

  /// A program of ours that somebody changed is taken away as a whole; another's is not touched.
  private Base program(byte[] present, Backup.@Nullable Kept kept) throws SettingsException {
    if (!SettingsFile.text(file.path(), present).contains(helper)) {
      throw new SettingsException(
          "%s: expected the plugin that 'clew init' writes, found another one of its name"
              .formatted(file.path()));
    }
    return new Base(null, Set.of(), kept == null ? List.of() : kept.folders());
  }

  private byte[] with(Base base) throws SettingsException {
    var program = agent.program();
    if (program != null) {
      return program.getBytes(StandardCharsets.UTF_8);
    }
    var bytes = base.bytes == null ? new byte[0] : base.bytes;
    var empty = settings(bytes);
    var settings =
        named(() -> {
          var text = empty;
          for (var member : agent.members().entrySet()) {
            text = text.withMember(member.getKey(), member.getValue());
          }
          for (var entry : agent.entries()) {
            text = text.withElement(HOOKS, entry.event(), entry.element());
          }
          return text;
        });
    return SettingsFile.bytes(settings.toString(), bytes);
  }

  /// Whether all that we would put in is there, and nothing else of ours.
  private boolean isComplete(byte[] present) throws SettingsException {
    var program = agent.program();
    if (program != null) {
      return Arrays.equals(present, program.getBytes(StandardCharsets.UTF_8));
    }
    var ours =
        ours(settings(present)).stream()
            .map(element -> element.list() + " " + element.value())
            .sorted()
            .toList();
    var wanted =
        agent.entries().stream()
            .map(entry -> entry.event() + " " + entry.element())
            .sorted()
            .toList();
    return ours.equals(wanted);
  }

  /// Whether an entry calls our helper.
  private boolean isOurs(JsonNode element) {
    return commands(element).stream().anyMatch(line -> line.contains(helper));
  }

  private static List<String> commands(JsonNode element) {
    var lines = new ArrayList<String>();
    for (var field : List.of("command", "bash")) {
      if (element.path(field).isString()) {
        lines.add(element.path(field).stringValue());
      }
    }
    element.path(HOOKS).values().forEach(hook -> lines.addAll(commands(hook)));
    return lines;
  }

  /// A hook of ours as it stands in the settings now.
  ///
  /// @param line what the agent gives to a shell
  public record Installed(String event, String line) {}

  /// Our hooks that are in the settings now.
  public List<Installed> installed() throws IOException, SettingsException {
    var present = file.read();
    if (present == null) {
      return List.of();
    }
    if (agent.program() != null) {
      var ours = SettingsFile.text(file.path(), present).contains(helper);
      return ours ? List.of(new Installed("plugin", "")) : List.of();
    }
    var found = new ArrayList<Installed>();
    for (var element : ours(settings(present))) {
      commands(element.value()).stream()
          .filter(line -> line.contains(helper))
          .forEach(line -> found.add(new Installed(element.list(), line)));
    }
    return found;
  }

  /// The value of a setting beside the hooks; `null` of JSON when it is not there.
  public JsonNode setting(String name) throws IOException, SettingsException {
    var present = file.read();
    var found = present == null ? null : settings(present).get(name);
    return found == null ? JsonNodeFactory.instance.nullNode() : found;
  }

  /// The file.
  public Path path() {
    return file.path();
  }
}
