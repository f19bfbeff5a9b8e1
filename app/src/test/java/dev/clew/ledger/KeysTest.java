package dev.clew.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
  private final LogKey key = TestLog.key();

  @Test
  void a_saved_key_is_owner_only_and_loads_the_same(@TempDir Path folder) throws IOException {
    var file = folder.resolve("log.key");
    key.save(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(LogKey.load(file).verifier()).isEqualTo(key.verifier());
    assertThatThrownBy(() -> key.save(file)).isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void a_key_file_that_others_can_read_is_refused(@TempDir Path folder) throws IOException {
    var file = folder.resolve("log.key");
    key.save(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> LogKey.load(file))
        .hasMessageContaining("permissions: expected rw-------, found rw-r-----");
  }

  @Test
  void the_seed_and_key_of_rfc_8032_test_1_fit() throws InvalidNoteException {
    // RFC 8032, section 7.1, TEST 1.
    var hex = HexFormat.of();
    var seed = hex.parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    var expected = hex.parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    var typed = Base64.getEncoder().encodeToString(VerifierKey.typed(seed));
    var verifier = VerifierKey.of("test", expected);
    var parsed = LogKey.parse("PRIVATE+KEY+test+" + verifier.idText() + "+" + typed);
    assertThat(parsed.verifier()).isEqualTo(verifier);
  }

  @Test
  void a_verifier_key_reads_back_from_its_text() throws InvalidNoteException {
    assertThat(VerifierKey.parse(key.vkey())).isEqualTo(key.verifier());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "name",
        "name+00000000",
        "name+00000000+AQ==",
        "a b+00000000+AQ==",
      })
  void a_malformed_verifier_key_is_refused(String text) {
    assertThatThrownBy(() -> VerifierKey.parse(text)).isInstanceOf(InvalidNoteException.class);
  }

  @Test
  void a_verifier_key_with_another_id_is_refused() {
    var id = key.verifier().idText();
    var other = key.vkey().replace(id, "00000000");
    assertThatThrownBy(() -> VerifierKey.parse(other)).hasMessageContaining("key id " + id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
      })
  void a_public_key_of_low_order_is_refused(String hex) {
    assertThatThrownBy(() -> VerifierKey.of("log", HexFormat.of().parseHex(hex)))
        .hasMessageContaining("full order");
  }

  @Test
  void a_checkpoint_reads_back() throws InvalidNoteException {
    var checkpoint = Checkpoint.sign(key, 7, Hash.ofEntry(new byte[] {1}));
    assertThat(Checkpoint.parse(checkpoint.note(), key.verifier())).isEqualTo(checkpoint);
  }

  @Test
  void signatures_by_unknown_keys_are_ignored() throws InvalidNoteException {
    var checkpoint = Checkpoint.sign(key, 7, Hash.ofEntry(new byte[] {1}));
    var body = checkpoint.note().substring(0, checkpoint.note().indexOf("\n\n") + 1);
    var witness = TestLog.key("witness.example", 5).signatureLine(body);
    var cosigned = checkpoint.note() + witness;
    assertThat(Checkpoint.parse(cosigned, key.verifier()).root()).isEqualTo(checkpoint.root());
    var onlyWitness = body + "\n" + witness;
    assertThatThrownBy(() -> Checkpoint.parse(onlyWitness, key.verifier()))
        .hasMessageContaining("found signatures by [witness.example+");
  }

  @Test
  void a_wrong_signature_by_the_known_key_is_refused_beside_a_right_one() {
    var checkpoint = Checkpoint.sign(key, 7, Hash.ofEntry(new byte[] {1}));
    var wrong = checkpoint.note() + key.signatureLine("another text\n");
    assertThatThrownBy(() -> Checkpoint.parse(wrong, key.verifier()))
        .hasMessageContaining("does not fit the text");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"07", "-7", "+7", "", "7 ", "99999999999999999999", "9223372036854775808"})
  void a_size_in_another_form_is_refused(String size) {
    var body = TestLog.ORIGIN + "\n" + size + "\n" + Hash.ofEmptyTree().base64() + "\n";
    var note = body + "\n" + key.signatureLine(body);
    assertThatThrownBy(() -> Checkpoint.parse(note, key.verifier()))
        .hasMessageContaining("a size in decimal digits");
  }

  @Test
  void openssl_alone_verifies_a_checkpoint(@TempDir Path folder) throws Exception {
    var checkpoint = Checkpoint.sign(key, 7, Hash.ofEntry(new byte[] {1}));
    var note = checkpoint.note();
    var body = note.substring(0, note.indexOf("\n\n") + 1);
    var line = note.substring(note.indexOf("\n\n") + 2).strip();
    var signature = Base64.getDecoder().decode(line.substring(line.lastIndexOf(' ') + 1));
    Files.writeString(folder.resolve("key.pem"), key.verifier().pem());
    Files.writeString(folder.resolve("body"), body);
    Files.write(folder.resolve("sig"), Arrays.copyOfRange(signature, 4, 68));
    assertThat(openssl(folder)).contains("Signature Verified Successfully");
    Files.writeString(folder.resolve("body"), body.replace("\n7\n", "\n8\n"));
    assertThat(openssl(folder)).contains("Verification Failure");
  }

  private static String openssl(Path folder) throws Exception {
    var process =
        new ProcessBuilder(
                "openssl",
                "pkeyutl",
                "-verify",
                "-rawin",
                "-pubin",
                "-inkey",
                "key.pem",
                "-sigfile",
                "sig",
                "-in",
                "body")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}
