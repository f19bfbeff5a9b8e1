package dev.clew.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// What there is to say about how a command is called: its help, its man page, its page in the
/// guide and its completion are all made from this.
///
/// @param what what it does, in one short line
/// @param text the same at length
/// @param synopsis how it is called
/// @param arguments what it takes without a name
/// @param sections its options, under headings
/// @param examples real calls
/// @param related commands that have to do with it
record HelpPage(
    String name,
    String what,
    String text,
    String synopsis,
    List<Item> arguments,
    List<Section> sections,
    List<Example> examples,
    List<String> related) {
  private static final Set<String> PAGING = Set.of("--limit", "--offset", "--cursor");
  private static final Set<String> OUTPUT = Set.of("--json", "--format");
  private static final int SHORT = 78;

  /// Options under a heading.
  record Section(String title, List<Item> items) {}

  /// An option or an argument.
  ///
  /// @param names an option's names; none for an argument
  /// @param label what its value is called; empty when it has none
  /// @param choices the values that it can have, where these are few
  record Item(List<String> names, String label, String text, List<String> choices) {
    /// How it is written: `--since SINCE`.
    String term() {
      var both = String.join(", ", names);
      return label.isEmpty() || names.isEmpty() ? both + label : both + " " + label;
    }
  }

  /// A call, and what it is for; empty when it explains itself.
  record Example(String line, String says) {
    /// An example as commands write it: the call, and after two blanks or more what it is for.
    static Example parse(String text) {
      var gap = text.indexOf("  ");
      return gap < 0
          ? new Example(text, "")
          : new Example(text.substring(0, gap), text.substring(gap).strip());
    }
  }

  static HelpPage of(Commands.Entry entry, CommandSpec spec) {
    var text = spec.usageMessage().description()[0];
    var arguments = spec.positionalParameters().stream().map(HelpPage::item).toList();
    var own = new ArrayList<Item>();
    var paging = new ArrayList<Item>();
    var output = new ArrayList<Item>();
    for (var option : spec.options()) {
      var name = option.longestName();
      if (!CommonOptions.NAMES.contains(name)) {
        (PAGING.contains(name) ? paging : OUTPUT.contains(name) ? output : own).add(item(option));
      }
    }
    var sections = new ArrayList<Section>();
    add(sections, "Options", own);
    add(sections, "How many", paging);
    add(sections, "Output", output);
    var synopsis =
        new StringBuilder("clew " + entry.name()).append(sections.isEmpty() ? "" : " [OPTIONS]");
    for (var argument : spec.positionalParameters()) {
      var label = argument.paramLabel() + (argument.arity().max() > 1 ? "..." : "");
      synopsis.append(argument.required() ? " " + label : " [" + label + "]");
    }
    return new HelpPage(
        entry.name(),
        what(text),
        text,
        synopsis.toString(),
        arguments,
        sections,
        Arrays.stream(spec.usageMessage().footer()).map(Example::parse).toList(),
        entry.related());
  }

  private static void add(List<Section> sections, String title, List<Item> items) {
    if (!items.isEmpty()) {
      sections.add(new Section(title, List.copyOf(items)));
    }
  }

  /// What there is to say about an option or an argument.
  static Item item(ArgSpec argument) {
    var names = argument instanceof OptionSpec option ? List.of(option.names()) : List.<String>of();
    var takesValue = argument.arity().max() > 0;
    var choices = argument.completionCandidates();
    return new Item(
        names,
        takesValue || names.isEmpty() ? argument.paramLabel() : "",
        sentence(argument.description().length == 0 ? "" : argument.description()[0]),
        choices == null ? List.of() : StreamSupport.stream(choices.spliterator(), false).toList());
  }

  /// A parameter's summary is a phrase; help shows sentences.
  private static String sentence(String text) {
    if (text.isEmpty()) {
      return text;
    }
    var sentence = text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    return sentence.endsWith(".") ? sentence : sentence + ".";
  }

  private static String what(String text) {
    var end = text.indexOf(": ");
    var first = end < 0 ? text : text.substring(0, end) + ".";
    return first.length() <= SHORT || !first.contains(". ")
        ? first
        : first.substring(0, first.indexOf(". ") + 1);
  }
}
