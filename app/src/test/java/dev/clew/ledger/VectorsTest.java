package dev.clew.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Other people's test vectors, read in place where they are, and small ones of our own.
class VectorsTest {
  private static final Path OURS = Path.of("src/test/fixtures/ledger");

  /// The public half of the key that signed Tessera's golden log.
  private static final String TESSERA_VKEY =
      "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";

  @TestFactory
  Stream<DynamicTest> inclusion_vectors() throws IOException {
    return vectors(
        "inclusion",
        vector -> {
          var proof = path(vector.get("proof"));
          var index = size(vector.get("leafIdx"));
          var size = size(vector.get("treeSize"));
          var leaf = hash(vector.get("leafHash"));
          var root = hash(vector.get("root"));
          return proof.isPresent()
              && index.isPresent()
              && size.isPresent()
              && leaf.isPresent()
              && root.isPresent()
              && Proofs.verifyInclusion(
                  new InclusionProof(index.get(), size.get(), proof.get()), leaf.get(), root.get());
        });
  }

  @TestFactory
  Stream<DynamicTest> consistency_vectors() throws IOException {
    return vectors(
        "consistency",
        vector -> {
          var proof = path(vector.get("proof"));
          var from = size(vector.get("size1"));
          var to = size(vector.get("size2"));
          return proof.isPresent()
              && from.isPresent()
              && to.isPresent()
              && Proofs.verifyConsistency(
                  new ConsistencyProof(from.get(), to.get(), proof.get()),
                  root(vector.get("root1")),
                  root(vector.get("root2")));
        });
  }

  private interface Claim {
    boolean holds(JsonNode vector);
  }

  private static Stream<DynamicTest> vectors(String kind, Claim claim) throws IOException {
    var files = new ArrayList<>(Samples.files("tlog/merkle-testdata/testdata/" + kind, ".json"));
    files.add(OURS.resolve(kind + ".json"));
    var tests = new ArrayList<DynamicTest>();
    for (var file : files) {
      var json = new JsonMapper().readTree(Files.readString(file));
      for (var vector : json.isArray() ? json : List.of(json)) {
        var name = file.getFileName() + ": " + vector.get("desc").asString();
        boolean expected = !vector.get("wantErr").asBoolean();
        tests.add(
            DynamicTest.dynamicTest(
                name, () -> assertThat(claim.holds(vector)).isEqualTo(expected)));
      }
    }
    return tests.stream();
  }

  private static Optional<Hash> hash(JsonNode base64) {
    return NoteText.base64(base64.asString()).filter(b -> b.length == 32).map(Hash::of);
  }

  /// Roots of another length stand for "any root": equal texts are equal roots.
  private static Hash root(JsonNode base64) {
    return hash(base64)
        .orElseGet(() -> Hash.ofEntry(base64.asString().getBytes(StandardCharsets.UTF_8)));
  }

  private static Optional<List<Hash>> path(JsonNode proof) {
    var path = new ArrayList<Hash>();
    for (var step : proof) {
      var hash = hash(step);
      if (hash.isEmpty()) {
        return Optional.empty();
      }
      path.add(hash.get());
    }
    return Optional.of(path);
  }

  /// A size above 2^63 - 1 is none of ours.
  private static Optional<Long> size(JsonNode number) {
    return number.canConvertToLong() ? Optional.of(number.asLong()) : Optional.empty();
  }

  @TestFactory
  Stream<DynamicTest> the_golden_tlog_tiles_log_is_rebuilt_byte_by_byte() {
    return Samples.files("tlog/tessera/testdata/log/tile/entries/000.p", "").stream()
        .map(file -> DynamicTest.dynamicTest("size " + file.getFileName(), () -> rebuild(file)));
  }

  private static void rebuild(Path bundle) throws IOException, InvalidNoteException {
    var golden = bundle.resolve("../../../..").normalize();
    var width = bundle.getFileName().toString();
    var run = EntryRun.parse(Files.readAllBytes(bundle));
    var disk = new FaultyDisk();
    var folder = Path.of("/ledger");
    var key = LogKey.generate("example.com/log/testdata", new SecureRandom());
    var ledger = Ledger.open(folder, key, disk, EntryCheck.any());
    assertThat(body(ledger.checkpoint())).isEqualTo(signedBody(golden.resolve("checkpoint.0")));
    for (int i = 0; i < run.count(); i++) {
      ledger.append(List.of(run.entry(i)));
    }
    assertThat(body(ledger.checkpoint()))
        .isEqualTo(signedBody(golden.resolve("checkpoint." + width)));
    for (var file : List.of("tile/0/000.p/" + width, "tile/entries/000.p/" + width)) {
      assertThat(disk.read(folder.resolve(file))).hasValueSatisfying(same(golden.resolve(file)));
    }
  }

  /// What a checkpoint's signature is over: the same bytes have, by Ed25519, the same signature.
  private static String body(Checkpoint checkpoint) {
    return checkpoint.note().substring(0, checkpoint.note().indexOf("\n\n") + 1);
  }

  /// The body of a checkpoint of Tessera's, whose signature is checked.
  private static String signedBody(Path file) throws IOException, InvalidNoteException {
    return body(Checkpoint.parse(Files.readString(file), VerifierKey.parse(TESSERA_VKEY)));
  }

  private static Consumer<byte[]> same(Path file) {
    return bytes -> assertThat(file).hasBinaryContent(bytes);
  }

  @TestFactory
  Stream<DynamicTest> wycheproof_ed25519() throws IOException {
    var tests = new ArrayList<DynamicTest>();
    var files = new ArrayList<>(Samples.files("tlog", "/ed25519_test.json"));
    files.add(OURS.resolve("ed25519.json"));
    for (var file : files) {
      for (var group : new JsonMapper().readTree(Files.readString(file)).get("testGroups")) {
        var raw = hex(group.get("publicKey").get("pk"));
        for (var one : group.get("tests")) {
          var name = one.get("tcId").asString() + " " + one.get("comment").asString();
          tests.add(
              DynamicTest.dynamicTest(
                  name,
                  () ->
                      assertThat(
                              VerifierKey.of("log", raw)
                                  .verify(hex(one.get("msg")), hex(one.get("sig"))))
                          .isEqualTo(one.get("result").asString().equals("valid"))));
        }
      }
    }
    return tests.stream();
  }

  private static byte[] hex(JsonNode text) {
    return HexFormat.of().parseHex(text.asString());
  }

  @Test
  void every_low_order_key_of_the_cctv_vectors_is_refused() throws IOException {
    for (var file : Samples.files("tlog", "cctv.json")) {
      for (var vector : new JsonMapper().readTree(Files.readString(file))) {
        var flags = Optional.ofNullable(vector.get("flags")).map(JsonNode::toString).orElse("");
        boolean accepted = isAccepted(hex(vector.get("key")));
        if (flags.contains("\"low_order_A\"")) {
          assertThat(accepted).as(vector.get("key").asString()).isFalse();
        } else if (!flags.contains("non_canonical_A")) {
          assertThat(accepted).as(vector.get("key").asString()).isTrue();
        }
      }
    }
  }

  private static boolean isAccepted(byte[] raw) {
    try {
      return VerifierKey.of("log", raw).name().equals("log");
    } catch (InvalidNoteException e) {
      return false;
    }
  }

  @Test
  void our_signature_is_the_one_of_rfc_8032() throws InvalidNoteException {
    // RFC 8032, section 7.1, TEST 1 signs nothing; a note's line carries it after the key id.
    var seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    var pub = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    var verifier = VerifierKey.of("test", HexFormat.of().parseHex(pub));
    var typed = VerifierKey.typed(HexFormat.of().parseHex(seed));
    var text =
        "PRIVATE+KEY+test+" + verifier.idText() + "+" + Base64.getEncoder().encodeToString(typed);
    var line = LogKey.parse(text).signatureLine("").strip();
    var signed = Base64.getDecoder().decode(line.substring(line.lastIndexOf(' ') + 1));
    assertThat(HexFormat.of().formatHex(signed, 4, 68))
        .isEqualTo(
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb882159"
                + "0a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
  }
}
