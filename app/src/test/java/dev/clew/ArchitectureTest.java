package dev.clew;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Holds the code to the package table in `docs/ARCHITECTURE.md`.
///
/// The table is read from bottom to top of the stack: a package may use the packages in the rows
/// above its own, and nothing else of ours. A total order cannot contain a cycle.
class ArchitectureTest {
  private static final String ROOT = "dev.clew";
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @TestFactory
  Stream<DynamicTest> a_package_uses_only_the_rows_above_it() throws IOException {
    var layers = layers();
    return layers.stream()
        .map(layer ->
            DynamicTest.dynamicTest(
                layer,
                () ->
                    classes()
                        .that()
                        .resideInAPackage(ROOT + "." + layer + "..")
                        .should()
                        .onlyDependOnClassesThat(
                            resideOutsideOfPackage(ROOT + "..")
                                .or(resideInAnyPackage(upTo(layers, layer))))
                        .check(MAIN)));
  }

  @Test
  void the_table_names_every_package() throws IOException {
    var found = new TreeSet<String>();
    for (var c : MAIN) {
      var rest = c.getPackageName().substring(ROOT.length());
      if (!rest.isEmpty()) {
        found.add(rest.substring(1).split("\\.", -1)[0]);
      }
    }
    assertThat(layers()).containsExactlyInAnyOrderElementsOf(found);
  }

  @Test
  void every_package_is_null_marked() {
    assertThat(MAIN.stream().map(c -> c.getPackage()).distinct())
        .allMatch(p -> p.isAnnotatedWith(NullMarked.class));
  }

  @Test
  void only_the_cli_touches_the_terminal() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".cli..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.IO")
        .check(MAIN);
  }

  private static List<String> layers() throws IOException {
    var text = Files.readString(Path.of("../docs/ARCHITECTURE.md"));
    var table = text.substring(text.indexOf("<!-- layers"), text.indexOf("<!-- /layers"));
    return Pattern.compile("(?m)^\\| `([a-z]+)` \\|")
        .matcher(table)
        .results()
        .map(row -> row.group(1))
        .toList();
  }

  private static String[] upTo(List<String> layers, String layer) {
    return layers.subList(0, layers.indexOf(layer) + 1).stream()
        .map(name -> ROOT + "." + name + "..")
        .toArray(String[]::new);
  }
}
