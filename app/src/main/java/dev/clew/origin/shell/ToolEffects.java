package dev.clew.origin.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Formatters, package managers and generators, and the files that each is known to write.
final class ToolEffects {
  private static final String SCRIPTS = ".js .jsx .ts .tsx .mjs .cjs .mts .cts .vue .svelte";
  private static final String WEB =
      SCRIPTS + " .json .jsonc .css .scss .less .html .md .mdx .yaml .yml .graphql";
  private static final String C = ".c .h .cc .cpp .cxx .hh .hpp .hxx .m .mm .proto .java .js";
  private static final String NODE =
      "package.json package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock bun.lockb"
          + " pnpm-workspace.yaml .yarnrc.yml";
  private static final String PYTHON =
      "pyproject.toml uv.lock poetry.lock pdm.lock Pipfile Pipfile.lock";

  /// A tool.
  ///
  /// @param words what must stand among its arguments, one of them; empty for nothing
  /// @param names the files that it writes; `*` for any
  private record Tool(Set<String> words, Set<String> names) {
    static Tool of(String words, String names) {
      return new Tool(set(words), names.equals("*") ? Set.of() : set(names));
    }
  }

  private static final Map<String, List<Tool>> TOOLS =
      Map.ofEntries(
          Map.entry("prettier", List.of(Tool.of("--write -w", WEB))),
          Map.entry("eslint", List.of(Tool.of("--fix", SCRIPTS))),
          Map.entry("stylelint", List.of(Tool.of("--fix", ".css .scss .less"))),
          Map.entry("biome", List.of(Tool.of("--write --fix --apply", WEB))),
          Map.entry("dprint", List.of(Tool.of("fmt", WEB + " .toml"))),
          Map.entry("black", List.of(Tool.of("", ".py .pyi .ipynb"))),
          Map.entry("isort", List.of(Tool.of("", ".py .pyi"))),
          Map.entry("autopep8", List.of(Tool.of("-i --in-place", ".py"))),
          Map.entry("yapf", List.of(Tool.of("-i --in-place", ".py"))),
          Map.entry("ruff", List.of(Tool.of("format --fix", ".py .pyi .ipynb"))),
          Map.entry("gofmt", List.of(Tool.of("-w", ".go"))),
          Map.entry("goimports", List.of(Tool.of("-w", ".go"))),
          Map.entry("rustfmt", List.of(Tool.of("", ".rs"))),
          Map.entry("clang-format", List.of(Tool.of("-i", C))),
          Map.entry("google-java-format", List.of(Tool.of("-i --replace", ".java"))),
          Map.entry("ktlint", List.of(Tool.of("-F --format", ".kt .kts"))),
          Map.entry("shfmt", List.of(Tool.of("-w", ".sh .bash"))),
          Map.entry("terraform", List.of(Tool.of("fmt", ".tf .tfvars"), Tool.of("init", ".hcl"))),
          Map.entry("dart", List.of(Tool.of("format", ".dart"))),
          Map.entry("swiftformat", List.of(Tool.of("", ".swift"))),
          Map.entry("mix", List.of(Tool.of("format", ".ex .exs"), Tool.of("deps.get", "mix.lock"))),
          Map.entry(
              "rubocop", List.of(Tool.of("-a -A --autocorrect --auto-correct -x", ".rb .rake"))),
          Map.entry("taplo", List.of(Tool.of("fmt format", ".toml"))),
          Map.entry("mvn", List.of(Tool.of("spotless:apply", ".java .kt .xml .md"))),
          Map.entry(
              "cargo",
              List.of(
                  Tool.of("fmt", ".rs"),
                  Tool.of("fix", ".rs Cargo.lock"),
                  Tool.of("new init", "*"),
                  Tool.of("add remove rm", "Cargo.toml Cargo.lock"),
                  Tool.of("update generate-lockfile build check test run", "Cargo.lock"))),
          Map.entry(
              "go",
              List.of(
                  Tool.of("fmt", ".go"),
                  Tool.of("generate", "*"),
                  Tool.of("mod get work", "go.mod go.sum go.work go.work.sum"))),
          Map.entry(
              "npm",
              List.of(
                  Tool.of("create", "*"),
                  Tool.of(
                      "init install i add ci uninstall remove rm update up upgrade audit dedupe version pkg",
                      NODE))),
          Map.entry(
              "pnpm",
              List.of(
                  Tool.of("create", "*"),
                  Tool.of("init install i add remove rm update up import", NODE))),
          Map.entry(
              "yarn",
              List.of(
                  Tool.of("create", "*"), Tool.of("init install add remove up upgrade set", NODE))),
          Map.entry(
              "bun",
              List.of(Tool.of("create", "*"), Tool.of("init install i add remove update", NODE))),
          Map.entry("uv", List.of(Tool.of("init", "*"), Tool.of("add remove lock sync", PYTHON))),
          Map.entry(
              "poetry",
              List.of(Tool.of("init new", "*"), Tool.of("add remove lock update install", PYTHON))),
          Map.entry("pdm", List.of(Tool.of("add remove lock update install", PYTHON))),
          Map.entry("pipenv", List.of(Tool.of("install uninstall lock update", PYTHON))),
          Map.entry(
              "composer",
              List.of(Tool.of("install update require remove", "composer.json composer.lock"))),
          Map.entry(
              "bundle", List.of(Tool.of("install update add remove lock", "Gemfile Gemfile.lock"))),
          Map.entry("protoc", List.of(Tool.of("", "*"))),
          Map.entry("buf", List.of(Tool.of("generate", "*"))),
          Map.entry("sqlc", List.of(Tool.of("generate", "*"))),
          Map.entry("prisma", List.of(Tool.of("generate init migrate", "*"))),
          Map.entry("rails", List.of(Tool.of("generate g new", "*"))),
          Map.entry("django-admin", List.of(Tool.of("startproject startapp", "*"))));

  private static final Set<String> MANAGERS =
      set("npm pnpm yarn bun uv poetry pdm pipenv go cargo composer bundle mvn mix");

  /// What else these are told to do writes nothing that is known.
  private static final Set<String> QUIET =
      Set.of("--check", "--list-different", "-l", "--diff", "-d");

  private ToolEffects() {}

  private static Set<String> set(String words) {
    return words.isEmpty()
        ? Set.of()
        : Arrays.stream(words.split(" ", -1)).collect(Collectors.toUnmodifiableSet());
  }

  /// Notes what the program does; whether it is known to do that.
  static boolean read(Program program, ReachReader reach) {
    var said = new HashSet<String>();
    program.arguments().forEach(word -> said.add(word.text()));
    for (var tool : TOOLS.getOrDefault(program.name(), List.of())) {
      if (tool.words.isEmpty() || tool.words.stream().anyMatch(said::contains)) {
        if (QUIET.stream().noneMatch(said::contains)) {
          reach.affect(new Effect(where(program, tool), tool.names));
        }
        if (runsMore(program, said)) {
          reach.opaque();
        }
        return true;
      }
    }
    return false;
  }

  /// Package managers run scripts of packages; builds run what the project says.
  private static boolean runsMore(Program program, Set<String> said) {
    return program.name().equals("mvn")
        || (program.name().equals("cargo")
            && Set.of("build", "check", "test", "run").stream().anyMatch(said::contains));
  }

  /// The files and folders that it is given, else its own folder; a package manager finds its files
  /// in folders above, too.
  private static List<Target> where(Program program, Tool tool) {
    if (MANAGERS.contains(program.name()) && !tool.names.isEmpty()) {
      return List.of(new Target("/", false, true));
    }
    var named = new ArrayList<Target>();
    for (var word : program.names()) {
      var target = Target.of(word, program.cwd(), true);
      var looksLikePath =
          word.glob() || word.text().indexOf('.') >= 0 || word.text().indexOf('/') >= 0;
      if (looksLikePath && target != null) {
        named.add(target);
      }
    }
    var cwd = program.cwd();
    return !named.isEmpty()
        ? named
        : cwd == null ? List.of() : List.of(new Target(cwd, false, true));
  }
}
