package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.clew.cli.Exit;
import dev.clew.testing.ScriptedAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `clew revert-commit` where the user's Git signs commits or runs hooks, by real Git: either all
/// is done, or it is said what failed and the rest can be done or taken back.
@EnabledOnOs(OS.LINUX)
class RevertGitTest {
  private static final Path SSH_KEYGEN = Path.of("/usr/bin/ssh-keygen");

  @TempDir private Path folder;
  private RevertRig reverts;
  private LiveRig rig;
  private ScriptedAgent agent;

  /// An agent's commit, and a change of a person's that is staged.
  @BeforeEach
  void begin() throws Exception {
    reverts = new RevertRig(folder);
    rig = reverts.live;
    agent = reverts.edited("a.txt", "two\n", "2\n");
    rig.commit("make it two").save("b.txt", "staged\n").git("add", "b.txt");
  }

  @AfterEach
  void end() throws Exception {
    reverts.close();
  }

  private Path script(String name, String... lines) throws IOException {
    var file = folder.toRealPath().resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path hook(String name, String... lines) throws IOException {
    return script("user/project/.git/hooks/" + name, lines);
  }

  /// It stops before the commit; taken back, all is as before; what it says.
  private String stops() {
    var head = reverts.git("rev-parse", "HEAD");
    var tried = reverts.run(agent.session(), "--yes");
    assertThat(tried.exit()).isEqualTo(Exit.NO);
    assertThat(tried.err())
        .contains("Git did not commit", "revert-commit --continue tries again; --abort brings");
    assertThat(reverts.git("rev-parse", "HEAD")).isEqualTo(head);
    assertThat(reverts.git("status", "--porcelain")).isEqualTo("M a.txt\nM  b.txt");
    assertThat(reverts.run(agent.session(), "--yes").err())
        .contains("still to be committed: clew revert-commit --continue");
    var shown = reverts.run("--abort", "--dry-run");
    assertThat(shown.out()).contains("a.txt  +1 -1");
    assertThat(reverts.git("status", "--porcelain")).isEqualTo("M a.txt\nM  b.txt");
    assertThat(reverts.run("--abort", "--yes").exit()).isEqualTo(Exit.YES);
    assertThat(reverts.git("status", "--porcelain")).isEqualTo("M  b.txt");
    assertThat(reverts.git("rev-parse", "HEAD")).isEqualTo(head);
    assertThat(reverts.run(agent.session(), "--yes").exit()).isEqualTo(Exit.NO);
    return tried.err();
  }

  /// What stopped it is out of the way.
  private void goesOn() {
    var head = reverts.git("rev-parse", "HEAD");
    var done = reverts.run("--continue");
    assertThat(done.exit()).as(done.err()).isEqualTo(Exit.YES);
    isDone(head);
    assertThat(reverts.run("--continue").exit()).as("nothing is open").isEqualTo(Exit.USAGE);
  }

  private void isDone(String before) {
    assertThat(reverts.git("rev-parse", "HEAD~1")).isEqualTo(before);
    assertThat(reverts.message()).startsWith("Revert \"make it two\"");
    assertThat(reverts.git("diff", "HEAD~2", "HEAD", "--stat", "--", "a.txt")).isEmpty();
    assertThat(reverts.git("status", "--porcelain")).isEqualTo("M  b.txt");
  }

  private void done() {
    var head = reverts.git("rev-parse", "HEAD");
    var made = reverts.run(agent.session(), "--yes");
    assertThat(made.exit()).as(made.err()).isEqualTo(Exit.YES);
    isDone(head);
  }

  private String object() {
    return reverts.git("cat-file", "commit", "HEAD");
  }

  @Test
  void a_commit_is_signed_by_the_program_that_git_is_told() throws IOException {
    var signs =
        script(
            "signs",
            "cat >/dev/null",
            "echo '[GNUPG:] SIG_CREATED D 22 8 00 1 0' >&2",
            "printf '%s\\n' '-----BEGIN PGP SIGNATURE-----' '' 'bm90aGluZw==' '-----END PGP SIGNATURE-----'");
    rig.git("config", "commit.gpgSign", "true").git("config", "gpg.program", signs.toString());
    done();
    assertThat(object()).contains("gpgsig -----BEGIN PGP SIGNATURE-----");
  }

  @Test
  void a_commit_is_signed_by_ssh_and_verifies() throws Exception {
    assumeTrue(Files.isExecutable(SSH_KEYGEN), "there is no ssh-keygen");
    var key = folder.toRealPath().resolve("key");
    var made =
        new ProcessBuilder(
                SSH_KEYGEN.toString(), "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
            .inheritIO()
            .start();
    assertThat(made.waitFor()).isZero();
    var known = folder.toRealPath().resolve("known");
    Files.writeString(known, "person@example.org " + Files.readString(Path.of(key + ".pub")));
    rig.git("config", "commit.gpgSign", "true").git("config", "gpg.format", "ssh");
    rig.git("config", "user.signingKey", key.toString());
    rig.git("config", "gpg.ssh.allowedSignersFile", known.toString());
    done();
    assertThat(reverts.git("verify-commit", "HEAD")).contains("Good \"git\" signature");
  }

  @Test
  void a_key_that_does_not_sign_is_named_and_nothing_is_half_done() throws IOException {
    rig.git("config", "commit.gpgSign", "true").git("config", "gpg.format", "ssh");
    rig.git("config", "user.signingKey", folder.resolve("no such key").toString());
    assertThat(stops()).contains("no such key");
    var refuses = script("refuses", "echo 'no secret key' >&2", "exit 2");
    rig.git("config", "gpg.format", "openpgp").git("config", "gpg.program", refuses.toString());
    var again = reverts.run("--continue");
    assertThat(again.exit()).isEqualTo(Exit.NO);
    assertThat(again.err()).contains("gpg failed to sign the data");
    rig.git("config", "commit.gpgSign", "false");
    goesOn();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pre-commit", "prepare-commit-msg", "commit-msg"})
  void a_hook_that_fails_is_told_and_nothing_is_half_done(String name) throws IOException {
    var hook = hook(name, "echo \"$(git diff --cached --name-only) is not for $0\" >&2", "exit 1");
    assertThat(stops()).contains("a.txt is not for", name).doesNotContain("b.txt");
    Files.delete(hook);
    goesOn();
  }

  @Test
  void a_hook_that_fails_afterwards_changes_nothing() throws IOException {
    hook("post-commit", "echo no >&2", "exit 1");
    done();
  }

  @Test
  void what_hooks_add_to_the_message_and_to_the_commit_stays() throws IOException {
    hook("commit-msg", "echo 'Signed-off-by: A Person <person@example.org>' >>\"$1\"");
    hook("pre-commit", "echo generated >made.txt", "git add made.txt");
    done();
    assertThat(reverts.message())
        .contains(RevertRig.trailers(agent))
        .endsWith("\nSigned-off-by: A Person <person@example.org>");
    assertThat(reverts.git("show", "HEAD:made.txt")).isEqualTo("generated");
  }
}
