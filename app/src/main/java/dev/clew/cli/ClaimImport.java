package dev.clew.cli;

import dev.clew.ledger.CorruptLedgerException;
import dev.clew.recorder.FileResult;
import dev.clew.recorder.ImportListener;
import dev.clew.workspace.RootChoice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;

/// `clew import notes` and `clew import agent-trace`: other tools' claims, as records of their own.
final class ClaimImport {
  /// The words that stand for the forms in place of a path.
  static final String NOTES = "notes";

  static final String AGENT_TRACE = "agent-trace";

  private static final String FOLDER = ".agent-trace";

  private final Context context;
  private final boolean json;
  private int secrets;

  ClaimImport(Context context, boolean json) {
    this.context = context;
    this.json = json;
  }

  /// Imports what `words` name: the form, then a range or files.
  Exit run(List<String> words)
      throws CommandException,
          IOException,
          SQLException,
          CorruptLedgerException,
          InterruptedException {
    var root =
        switch (RootChoice.of(
            context.workingFolder(), context.userHome(), context.home().folder())) {
          case RootChoice.Root found -> found;
          case RootChoice.Refused refused ->
              throw new CommandException(Exit.ENVIRONMENT, refused.text());
        };
    var rest = words.subList(1, words.size());
    var gathered =
        words.getFirst().equals(NOTES)
            ? notes(root, rest)
            : new ClaimGatherer(root).traces(files(root.folder(), rest));
    if (!gathered.isEmpty()) {
      keep(gathered);
    }
    return tell(gathered, words.getFirst().equals(NOTES) ? "note" : "record");
  }

  private static List<GatheredClaim> notes(RootChoice.Root root, List<String> rest)
      throws CommandException, IOException {
    if (root.git().isEmpty()) {
      throw new CommandException(
          Exit.ENVIRONMENT, "%s is no Git work tree: it has no notes".formatted(root.folder()));
    }
    if (rest.size() > 1) {
      throw new CommandException(
          Exit.USAGE, "import notes takes one range of commits, such as main..topic");
    }
    return new ClaimGatherer(root).notes(rest.isEmpty() ? null : rest.getFirst());
  }

  /// The files that are named, and those in the folders that are; without any, those of the work
  /// tree.
  private List<Path> files(Path root, List<String> named) throws CommandException, IOException {
    var files = new ArrayList<Path>();
    if (named.isEmpty()) {
      files.addAll(inFolder(root.resolve(FOLDER)));
    }
    for (var name : named) {
      var path = context.workingFolder().resolve(name).normalize();
      if (!Files.exists(path)) {
        throw new CommandException(Exit.NO, "%s: there is no such file".formatted(path));
      }
      if (Files.isDirectory(path)) {
        files.addAll(inFolder(path));
      } else {
        files.add(path);
      }
    }
    if (files.isEmpty()) {
      throw new CommandException(
          Exit.NO,
          "no records of Agent Trace in %s: name the file that has them"
              .formatted(root.resolve(FOLDER)));
    }
    return files;
  }

  private static List<Path> inFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(each -> each.toString().matches(".*\\.jsonl?")).sorted().toList();
    }
  }

  /// Hands the claims over as a file of the store's own, which goes again: a recorder that runs
  /// reads it as any other.
  private void keep(List<GatheredClaim> claims)
      throws CommandException,
          IOException,
          SQLException,
          CorruptLedgerException,
          InterruptedException {
    var text =
        claims.stream()
            .map(each -> each.envelope().line() + "\n")
            .sorted()
            .collect(Collectors.joining());
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var home = context.home().create();
    var file = home.folder().resolve("claims-" + digest(bytes) + ".jsonl");
    Files.deleteIfExists(file);
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(file, bytes);
      var failures = new ArrayList<String>();
      ImportCommand.run(context, List.of(file), Optional.empty(), listener(failures), () -> {});
      if (!failures.isEmpty()) {
        throw new IOException(String.join("; ", failures));
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private ImportListener listener(List<String> failures) {
    return new ImportListener() {
      @Override
      public void done(FileResult result) {
        secrets += result.redactions();
        if (result.status() == FileResult.Status.FAILED
            || result.status() == FileResult.Status.SKIPPED) {
          failures.add(String.valueOf(result.reason()));
        }
      }

      @Override
      public void progress(Progress progress) {}
    };
  }

  private static String digest(byte[] bytes) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private Exit tell(List<GatheredClaim> claims, String word) {
    var terminal = context.terminal();
    var bad = claims.stream().filter(each -> each.reason() != null).count();
    if (json) {
      Ndjson.print(terminal.out(), claims, ClaimImport::write);
      Ndjson.print(
          terminal.out(),
          List.of(claims),
          (all, generator) -> {
            generator.writeStartObject();
            generator.writeBooleanProperty("total", true);
            generator.writeNumberProperty("claims", all.size());
            generator.writeNumberProperty("failed", bad);
            generator.writeNumberProperty("redactions", secrets);
            generator.writeEndObject();
          });
      return bad == 0 ? Exit.YES : Exit.NO;
    }
    for (var claim : claims) {
      if (claim.reason() != null) {
        terminal.say(
            "%s: %s: kept as it is".formatted(Escapes.line(claim.where()), claim.reason()));
      }
    }
    terminal.say(
        "%s read: %s of %s; %d not understood"
            .formatted(
                Words.of(claims.size(), word),
                Words.of(claims.stream().mapToInt(GatheredClaim::lines).sum(), "line"),
                Words.of(claims.stream().mapToInt(GatheredClaim::files).sum(), "file"),
                bad));
    if (secrets > 0) {
      terminal.say(
          "%s taken out before anything was kept"
              .formatted(secrets == 1 ? "1 secret was" : secrets + " secrets were"));
    }
    return bad == 0 ? Exit.YES : Exit.NO;
  }

  private static void write(GatheredClaim claim, JsonGenerator generator) {
    generator.writeStartObject();
    generator.writeStringProperty("form", claim.envelope().form());
    generator.writeStringProperty("where", claim.where());
    if (claim.envelope().commit() != null) {
      generator.writeStringProperty("commit", claim.envelope().commit());
    }
    generator.writeStringProperty("status", claim.reason() == null ? "imported" : "failed");
    generator.writeNumberProperty("files", claim.files());
    generator.writeNumberProperty("lines", claim.lines());
    if (claim.reason() != null) {
      generator.writeStringProperty("reason", claim.reason());
    }
    generator.writeEndObject();
  }
}
