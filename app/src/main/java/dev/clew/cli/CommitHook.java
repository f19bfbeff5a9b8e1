package dev.clew.cli;

import dev.clew.cli.Installation.Step;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The hook `commit-msg` in a folder of hooks, and what is done with one that was there before: it
/// is moved aside as it is, called first, and moved back.
///
/// Why this hook: it sees the message as it was written, so that one left empty still ends the
/// commit; and `--no-verify` leaves it out.
///
/// The last line has the digest of those before: a hook that somebody changed is not ours.
record CommitHook(Path folder) {
  private static final String NAME = "commit-msg";
  private static final String ASIDE = ".before-clew";
  private static final String DIGEST = "# sha256 ";
  private static final String MADE = "# Folders that were made for it: ";
  private static final String OWN = "# Written by 'clew git-hooks install'";

  private Path hook() {
    return folder.resolve(NAME);
  }

  private Path before() {
    return folder.resolve(NAME + ASIDE);
  }

  /// What there is: `installed`, `none`, or `other` where somebody else's hook is there.
  Step status() throws IOException {
    if (!isThere(hook())) {
      return new Step("none", hook(), null);
    }
    if (isOurs()) {
      return new Step(
          "installed", hook(), isThere(before()) ? "runs " + before() + " first" : null);
    }
    return new Step(
        "other",
        hook(),
        isChanged()
            ? "it is Clew's, but was changed since"
            : "it is not Clew's; 'install' keeps it");
  }

  /// Puts it there, or brings it up to date.
  Step install(Path launcher, Path home, boolean dryRun) throws IOException {
    var ours = isOurs();
    var made = ours ? made() : missing();
    var text = script(launcher, home, made);
    if (ours && inBytes(text).equals(text())) {
      return new Step("unchanged", hook(), null);
    }
    var refused = ours ? null : refusal();
    if (refused != null) {
      return new Step("kept", hook(), refused);
    }
    if (!dryRun) {
      write(text, ours);
    }
    return new Step(
        ours ? "updated" : "written",
        hook(),
        ours || !isThere(dryRun ? hook() : before()) ? null : "the hook there runs first");
  }

  private void write(String text, boolean ours) throws IOException {
    Files.createDirectories(folder);
    var temporary = Files.createTempFile(folder, ".clew-", "");
    try {
      Files.writeString(temporary, text);
      Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
      if (!ours && isThere(hook())) {
        Files.move(hook(), before());
      }
      if (ours) {
        Files.move(temporary, hook(), StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.createLink(hook(), temporary); // fails where somebody was faster
      }
    } catch (FileAlreadyExistsException e) {
      throw new IOException("somebody else writes hooks to %s; try again".formatted(folder), e);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /// Why it cannot be put there; null where it can.
  private @Nullable String refusal() throws IOException {
    if (isThere(before())) {
      return "%s is there already: put it back, or away, first".formatted(before());
    }
    if (isChanged()) {
      return "it is Clew's, but was changed since: move it away first";
    }
    if (folder.endsWith(Path.of(".husky", "_"))) {
      return "husky writes this folder anew and goes by the names in it: it cannot be chained";
    }
    if (isThere(hook()) && !Files.isRegularFile(hook()) && !Files.isSymbolicLink(hook())) {
      return "it is no file";
    }
    return null;
  }

  /// Takes it out, and puts back what was there.
  Step remove(boolean dryRun) throws IOException {
    if (!isThere(hook()) && !isThere(before())) {
      return new Step("gone", hook(), null);
    }
    if (!isOurs()) {
      return new Step(
          "kept", hook(), isChanged() ? "it is Clew's, but was changed since" : "it is not Clew's");
    }
    var made = made();
    if (!dryRun) {
      if (isThere(before())) {
        Files.move(before(), hook(), StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.delete(hook());
        deleteIfEmpty(made);
      }
    }
    return new Step("removed", hook(), null);
  }

  /// How many folders were made for it.
  private int made() throws IOException {
    return text()
        .lines()
        .filter(line -> line.matches(MADE + "[0-9]{1,3}"))
        .map(line -> Integer.parseInt(line.substring(MADE.length())))
        .findFirst()
        .orElse(0);
  }

  /// How many are not there yet.
  private int missing() {
    var missing = 0;
    for (var there = folder; there != null && !isThere(there); there = there.getParent()) {
      missing++;
    }
    return missing;
  }

  /// Deletes so many folders, from the hooks' own upwards, as far as nothing else is in them.
  private void deleteIfEmpty(int folders) throws IOException {
    var next = folder;
    for (var left = folders; left > 0 && next != null; left--, next = next.getParent()) {
      try (var files = Files.list(next)) {
        if (files.findAny().isPresent()) {
          return;
        }
      }
      Files.delete(next);
    }
  }

  private static boolean isThere(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  private String text() throws IOException {
    try {
      return Files.isRegularFile(hook(), LinkOption.NOFOLLOW_LINKS)
          ? new String(Files.readAllBytes(hook()), StandardCharsets.ISO_8859_1)
          : "";
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /// The form in which [#text] gives it: a character for each byte.
  private static String inBytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private boolean isOurs() throws IOException {
    var text = text();
    var last = text.lastIndexOf(DIGEST);
    return text.contains(OWN)
        && last >= 0
        && text.substring(last)
            .equals(DIGEST + sha256(text.substring(0, last), StandardCharsets.ISO_8859_1) + "\n");
  }

  private boolean isChanged() throws IOException {
    return text().contains(OWN) && !isOurs();
  }

  private static String script(Path launcher, Path home, int made) {
    var text =
        Resource.text(CommitHook.class, "commit-msg.sh")
                .replace("@LAUNCHER@", HookHelper.quoted(launcher.toString()))
                .replace("@HOME@", HookHelper.quoted(home.toString()))
            + (made > 0 ? MADE + made + "\n" : "");
    return text + DIGEST + sha256(text, StandardCharsets.UTF_8) + "\n";
  }

  private static String sha256(String text, Charset charset) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(charset)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
