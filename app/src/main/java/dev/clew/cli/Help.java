package dev.clew.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// Builds what a command takes.
final class Help {
  private Help() {}

  /// A command with `--help`.
  ///
  /// @param summary what it does; help lists commands with the first sentence, up to a colon
  /// @param examples real calls, each followed by two blanks or more and what it is for
  static CommandSpec command(String name, String summary, String... examples) {
    var spec = CommandSpec.create().name(name);
    spec.usageMessage().description(summary).footer(examples);
    spec.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description("Show this help.").build());
    return spec;
  }

  static OptionSpec flag(String name, String description) {
    return OptionSpec.builder(name).description(description).build();
  }

  static OptionSpec text(String name, String label, String description) {
    return OptionSpec.builder(name)
        .paramLabel(label)
        .type(String.class)
        .description(description)
        .build();
  }

  /// An argument that need not be there.
  static PositionalParamSpec optional(
      String index, String label, String description, List<String> choices) {
    return PositionalParamSpec.builder()
        .index(index)
        .arity("0..1")
        .type(String.class)
        .paramLabel(label)
        .completionCandidates(choices)
        .description(description)
        .build();
  }

  static OptionSpec json() {
    return flag("--json", "One JSON object per line.");
  }
}
