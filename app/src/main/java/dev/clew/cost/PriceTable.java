package dev.clew.cost;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What models cost, by day.
///
/// A model that the table does not know has no cost: tokens without money, never a guess. The same
/// holds for a call that used something its row has no price for, such as fast mode.
///
/// The built-in table is `prices.tsv` beside this class, `names.tsv` says how the ids that agents
/// write lead to its names, and a user's own file goes before it; `docs/guide/prices.md` describes
/// both. Immutable.
public final class PriceTable {
  private final ModelNames names;
  private final List<PriceSheet> sheets;
  private final String version;

  private PriceTable(ModelNames names, List<PriceSheet> sheets, String version) {
    this.names = names;
    this.sheets = sheets;
    this.version = version;
  }

  /// The prices that came with this version of Clew.
  public static PriceTable builtIn() {
    return BuiltIn.TABLE;
  }

  /// The same table with the lines of a user's file before it: where the file prices a call, its
  /// price is used.
  ///
  /// @throws PriceFileException if the file cannot be understood, naming the line
  /// @throws IOException if it cannot be read
  public PriceTable overriddenBy(Path userFile) throws IOException {
    var bytes = Files.readAllBytes(userFile);
    var file = PriceFile.parse(userFile.toString(), bytes, BuiltIn.FILE.defaults()).check();
    return new PriceTable(
        names,
        Stream.concat(Stream.of(new PriceSheet(file)), sheets.stream()).toList(),
        version + "+user-" + HexFormat.of().formatHex(sha256(bytes), 0, 4));
  }

  /// The day of the newest built-in price, for example `2026-08-22`; with a user's file followed by
  /// the start of its SHA-256, `2026-08-22+user-1f3a5b7c`.
  public String version() {
    return version;
  }

  /// What the call costs at the price in force when it was made; empty when that is not known.
  public Optional<Cost> cost(Usage usage) {
    var candidates = names.candidates(usage.model());
    for (var sheet : sheets) {
      var row = row(sheet, candidates, usage);
      if (row.isPresent()) {
        var pico = row.get().cost(usage, place(row.get(), candidates, usage));
        return pico.isPresent()
            ? Optional.of(new Cost(pico.getAsLong(), version))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /// Every built-in line read and checked, which [#builtIn] leaves for later.
  static void checkBuiltIn() throws PriceFileException {
    BuiltIn.FILE.check();
  }

  /// The lines of every file; for the checks on the table itself.
  Stream<PriceRow> rows() {
    return sheets.stream().flatMap(PriceSheet::rows);
  }

  private Optional<PriceRow> row(PriceSheet sheet, ModelNames.Candidates candidates, Usage usage) {
    var local = names.isLocal(usage.provider());
    for (var name : candidates.names()) {
      var row =
          sheet.rows(name).stream()
              .filter(each -> each.holdsFor(usage, local) && each.holdsAt(usage.at()))
              .filter(each -> each.over() == 0 || usage.promptTokens() > each.over())
              .max(
                  Comparator.comparing((PriceRow each) -> !each.provider().isEmpty())
                      .thenComparingLong(PriceRow::over));
      if (row.isPresent()) {
        return row;
      }
    }
    return Optional.empty();
  }

  /// Bedrock prices by endpoint and knows no `inference_geo`.
  private long place(PriceRow row, ModelNames.Candidates candidates, Usage usage) {
    if (candidates.bedrock()) {
      return candidates.regional() ? row.factors().regional() : PriceRow.ONE;
    }
    var geo = usage.inferenceGeo();
    if (geo == null || names.isNeutralGeo(geo)) {
      return PriceRow.ONE;
    }
    return geo.equals("us") ? row.factors().us() : PriceRow.NONE;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// Loaded on first use, from resources that a test has checked.
  private static final class BuiltIn {
    static final PriceFile FILE;
    static final PriceTable TABLE;

    static {
      try {
        FILE = PriceFile.parse("prices.tsv", resource("prices.tsv"), null);
        var sheet = new PriceSheet(FILE);
        var names = ModelNames.parse(new String(resource("names.tsv"), StandardCharsets.UTF_8));
        TABLE = new PriceTable(names, List.of(sheet), sheet.newestDate());
      } catch (PriceFileException e) {
        throw new IllegalStateException("the built-in price table is broken", e);
      }
    }

    private static byte[] resource(String name) {
      try (var in = PriceTable.class.getResourceAsStream(name)) {
        if (in == null) {
          throw new IllegalStateException("the jar lacks dev/clew/cost/" + name);
        }
        return in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
