package dev.clew;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.query.Parameter;
import dev.clew.query.Question;
import dev.clew.query.Questions;
import dev.clew.query.Shape;
import dev.clew.testing.Golden;
import dev.clew.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The guide is true: its commands run, its links lead somewhere, its reference is the present one.
class GuideTest {
  private static final Path GUIDE = Path.of("../docs/guide");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  /// Over HTTP only; where sizes on disk would stand; and what asks about a file on disk.
  private static final Set<String> WITHOUT_EXAMPLE =
      Set.of("news", "du", "blame", "why", "overlaps", "rewind", "undo", "redo", "keep");

  private static final Map<String, String> EXAMPLES =
      Map.of(
          "sessions", "--limit 1",
          "log", "7a1e --limit 1",
          "show", "7a1e",
          "diff", "7a1e",
          "outline", "7a1e",
          "files", "7a1e",
          "cost", "--by day",
          "search", "pytest --limit 1",
          "capture", "7a1e --totals",
          "status", "--limit 1");

  @TempDir private Path folder;
  private World world = new World(Path.of(""));

  @BeforeEach
  void import_the_store() {
    world = new World(folder);
    World.copy(Path.of("src/test/fixtures/page"), world.transcripts());
    world.importAll();
  }

  @Test
  void every_command_in_the_guide_does_what_the_page_says() throws IOException {
    for (var page : pages()) {
      for (var command : commands(Files.readString(page))) {
        var ran = world.clew(command.toArray(String[]::new));
        assertThat(ran.exit().code())
            .as("%s: clew %s: %s", page.getFileName(), command, ran.err())
            .isZero();
      }
    }
  }

  @Test
  void every_link_in_the_guide_leads_to_a_file() throws IOException {
    var link = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)[^)]*\\)");
    for (var page : pages()) {
      for (var found : link.matcher(Files.readString(page)).results().toList()) {
        assertThat(GUIDE.resolve(found.group(1))).as("%s", page).exists();
      }
    }
  }

  @Test
  void the_reference_is_made_from_the_questions() {
    var text =
        new StringBuilder(
            """
            # Every question

            Made from the code by a test (`./dev golden` renews it). Each has an address,
            `/api/v1/NAME`, and each but `news` is a command, `clew NAME --json`; a field marked ○ may be absent. Lists of many rows go on with `--cursor` or `--offset`.
            """);
    for (var question : Questions.all()) {
      page(question, text);
    }
    Golden.check("../../../../docs/guide/reference.md", text.toString());
  }

  private void page(Question<?> question, StringBuilder text) {
    text.append("\n## %s\n\n%s\n\n".formatted(question.name(), question.summary()));
    text.append("| parameter | value | what |\n| --- | --- | --- |\n");
    for (var parameter : question.parameters()) {
      text.append(
          "| `%s` | %s | %s |\n".formatted(name(parameter), value(parameter), cell(parameter)));
    }
    question.rows().forEach(shape -> fields(shape, text));
    question.parts().forEach(shape -> fields(shape, text));
    if (!WITHOUT_EXAMPLE.contains(question.name())) {
      example(question.name(), text);
    }
  }

  private static String name(Parameter parameter) {
    return parameter.positional()
        ? parameter.name().toUpperCase(java.util.Locale.ROOT)
        : "--" + parameter.name();
  }

  private static String value(Parameter parameter) {
    return switch (parameter.form()) {
      case TEXT ->
          parameter.choices().isEmpty()
              ? "text"
              : String.join(
                  ", ", parameter.choices().stream().filter(c -> !c.startsWith("-")).toList());
      case NUMBER -> "number";
      case FLAG -> "flag";
    };
  }

  private static String cell(Parameter parameter) {
    return parameter.summary() + (parameter.required() ? " (required)" : "");
  }

  private static void fields(Shape shape, StringBuilder text) {
    text.append("\n**`%s`**: %s\n\n".formatted(shape.name(), shape.summary()));
    text.append("| field | type | what |\n| --- | --- | --- |\n");
    for (var field : shape.fields()) {
      text.append(
          "| `%s`%s | %s | %s |\n"
              .formatted(field.name(), field.always() ? "" : " ○", field.type(), field.summary()));
    }
  }

  private void example(String name, StringBuilder text) {
    var arguments =
        new ArrayList<>(List.of((name + " " + EXAMPLES.getOrDefault(name, "")).strip().split(" ")));
    var shown = "clew " + String.join(" ", arguments) + " --json";
    arguments.add("--json");
    var ran = world.clew(arguments.toArray(String[]::new));
    assertThat(ran.exit().code()).as("%s: %s", shown, ran.err()).isZero();
    var out =
        ran.out()
            .replace(folder.toString(), "$DIR")
            .replaceAll("\"store_bytes\":[0-9]+", "\"store_bytes\":…");
    var end = out.length() <= 700 ? out : out.substring(0, 700) + "…\n";
    text.append("\n```\n$ %s\n%s```\n".formatted(shown, end));
  }

  private static List<Path> pages() throws IOException {
    try (var files = Files.list(GUIDE)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }

  /// The commands in blocks marked `sh`, each as its words.
  private static List<List<String>> commands(String page) {
    var commands = new ArrayList<List<String>>();
    var blocks = Pattern.compile("(?s)```sh\n(.*?)```").matcher(page).results().toList();
    for (var block : blocks) {
      for (var line : block.group(1).lines().toList()) {
        var words =
            WORD.matcher(line)
                .results()
                .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                .toList();
        assertThat(words.getFirst()).as(line).isEqualTo("clew");
        commands.add(words.subList(1, words.size()));
      }
    }
    return commands;
  }
}
