package dev.clew.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.event.SessionKey;
import dev.clew.recorder.Looks;
import dev.clew.testing.TestGit;
import dev.clew.testing.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Blame finds the file that is meant, however it is named, and says clearly what it cannot tell.
class BlameNamesTest {
  private static final SessionKey SESSION =
      SessionKey.main("claude", "5e551000-0000-4000-8000-00000000000b");
  private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
  private static final byte[] GBK = {(byte) 0xc4, (byte) 0xe3, '\r', '\n', (byte) 0xba, '\n', 'x'};

  @TempDir private Path folder;
  private World world;
  private Path repository;

  @BeforeEach
  void look() throws IOException {
    var real = folder.toRealPath();
    world = new World(real);
    repository = Files.createDirectories(real.resolve("work"));
    TestGit.run(repository, "init", "-q", "-b", "main");
    write("a.txt", "one\ntwo\nthree\n");
    write("sub/deep/b.txt", "b\n");
    write("empty.txt", "");
    write("last.txt", "no end");
    write("crlf.txt", "\ufeffone\r\ntwo\r\n");
    write("-dash.txt", "d\n");
    write("it's \"a\" name.txt", "q\n");
    write("12:3", "colon\n");
    write("\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67 \u05d0.txt", "emoji\n");
    write("\u00e9.txt", "composed\n");
    write("e\u0301.txt", "decomposed\n");
    write("binary.bin", "x\0y\n");
    write("secret.txt", "a\ntoken = ghp_aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hJ6\nz\n");
    write(".gitignore", "ignored.txt\n");
    write("ignored.txt", "i\n");
    write(".env", "PASSWORD=x\n");
    Files.write(repository.resolve("gbk.txt"), GBK);
    Files.createSymbolicLink(repository.resolve("linked"), repository.resolve("sub"));
    Files.createSymbolicLink(real.resolve("elsewhere"), repository);
    TestGit.run(repository, "add", "-A");
    TestGit.run(repository, "commit", "-q", "-m", "first of all");
    var looks = new Looks(world, repository.toString(), SESSION);
    looks.real(START, null, "session_start");
    looks.store();
  }

  private void write(String path, String text) throws IOException {
    var file = repository.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private World.Ran run(String... words) {
    var all = new ArrayList<>(List.of("blame"));
    all.addAll(List.of(words));
    return world.clew(all.toArray(String[]::new));
  }

  private List<JsonNode> lines(String where, String... words) {
    var all = new ArrayList<>(List.of("-C", where, "--json"));
    all.addAll(List.of(words));
    var ran = run(all.toArray(String[]::new));
    assertThat(ran.exit().code()).as(ran.err()).isZero();
    return ran.json();
  }

  private List<String> told(String where, String... words) {
    return lines(where, words).stream()
        .map(each -> each.path("class").asString() + " " + each.path("text").asString())
        .toList();
  }

  private String message(String... words) {
    var ran = run(words);
    assertThat(ran.exit().code()).as(ran.out()).isNotZero();
    assertThat(ran.out()).isEmpty();
    return ran.err();
  }

  @Test
  void a_file_unchanged_since_the_first_look_is_baseline() {
    var lines = lines(repository.toString(), "a.txt");

    assertThat(lines).hasSize(3);
    assertThat(lines)
        .allSatisfy(line -> {
          assertThat(line.path("class").asString()).isEqualTo("baseline");
          assertThat(line.path("confidence").asString()).isEqualTo("exact");
          assertThat(line.path("evidence").get(0).asString()).isEqualTo("first_look");
          assertThat(line.path("candidates").isEmpty()).isTrue();
          assertThat(line.has("step")).isFalse();
          assertThat(line.has("commit")).isFalse();
        });
    assertThat(lines).extracting(line -> line.path("line").asInt()).containsExactly(1, 2, 3);
  }

  @Test
  void lines_that_nobody_has_looked_at_yet_are_unknown() throws IOException {
    write("a.txt", "one\nTWO\nthree\nfour\n");

    assertThat(told(repository.toString(), "a.txt"))
        .containsExactly("baseline one", "unknown TWO", "baseline three", "unknown four");
    assertThat(
            lines(repository.toString(), "a.txt:2").getFirst().path("evidence").get(0).asString())
        .isEqualTo("not_seen_yet");
  }

  @Test
  void a_file_is_found_however_it_is_named() {
    var root = repository.toString();
    var sub = repository.resolve("sub").toString();
    var elsewhere = folder.resolve("elsewhere").toString();

    assertThat(told(root, "sub/deep/b.txt")).containsExactly("baseline b");
    assertThat(told(sub, "deep/b.txt")).containsExactly("baseline b");
    assertThat(told(sub + "/deep", "../../a.txt:3")).containsExactly("baseline three");
    assertThat(told(sub, root + "/a.txt:1")).containsExactly("baseline one");
    assertThat(told("/", root + "/./sub//deep/b.txt")).containsExactly("baseline b");
    assertThat(told(elsewhere, "a.txt:1")).containsExactly("baseline one");
    assertThat(told(root, "linked/deep/b.txt")).containsExactly("baseline b");
    assertThat(told(elsewhere + "/linked", "deep/../../a.txt:2")).containsExactly("baseline two");
    assertThat(told(root, "--", "-dash.txt")).containsExactly("baseline d");
    assertThat(told(root, "./-dash.txt")).containsExactly("baseline d");
    assertThat(told(root, "it's \"a\" name.txt")).containsExactly("baseline q");
    assertThat(told(root, "12:3")).containsExactly("baseline colon");
    assertThat(told(root, "12:3:1")).containsExactly("baseline colon");
    assertThat(told(root, "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67 \u05d0.txt"))
        .containsExactly("baseline emoji");
    assertThat(told(root, "\u00e9.txt")).containsExactly("baseline composed");
    assertThat(told(root, "e\u0301.txt")).containsExactly("baseline decomposed");
    assertThat(told(root, "linked")).containsExactly("baseline " + root + "/sub");
  }

  @Test
  void lines_are_asked_for_by_number() {
    var root = repository.toString();

    assertThat(told(root, "a.txt:2")).containsExactly("baseline two");
    assertThat(told(root, "a.txt:2,3")).containsExactly("baseline two", "baseline three");
    assertThat(told(root, "a.txt:2,+1")).containsExactly("baseline two");
    assertThat(told(root, "a.txt", "-L", "2,99")).containsExactly("baseline two", "baseline three");
    assertThat(message("-C", root, "a.txt:4"))
        .contains("a.txt has only 3 lines, line 4 is asked for");
    assertThat(message("-C", root, "a.txt:0")).contains("the first is 1");
    assertThat(message("-C", root, "a.txt", "-L", "3,2")).contains("none ends before it begins");
    assertThat(message("-C", root, "a.txt", "-L", "x")).contains("expected 12, 12,20 or 12,+5");
    assertThat(message("-C", root, "empty.txt:1")).contains("empty.txt has only 0 lines");
  }

  @Test
  void what_has_no_lines_to_tell_of_says_so() throws IOException {
    var root = repository.toString();

    var empty = run("-C", root, "empty.txt");
    assertThat(empty.exit().code()).isZero();
    assertThat(empty.out()).isEmpty();
    assertThat(empty.err()).contains("empty.txt is empty");
    assertThat(message("-C", root, "binary.bin")).contains("binary.bin is binary");
    assertThat(message("-C", root, "sub")).contains("sub is a folder");
    assertThat(message("-C", root, ".")).contains("folder");
    assertThat(message("-C", root, "nothing.txt")).contains("nothing.txt is not on disk");
    assertThat(message("-C", root, ".env"))
        .contains("not kept (sensitive)")
        .doesNotContain("PASSWORD");
    assertThat(message("-C", "/", "etc/hostname")).contains("is in no folder that was recorded");
    assertThat(message("-C", root, "a.txt", "--at", "no-such"))
        .contains("no id begins with no-such");
    assertThat(message("-C", root, "")).contains("expected the name of a file");
    var ignored = run("-C", root, "ignored.txt", "--json");
    assertThat(ignored.json().getFirst().path("class").asString()).isEqualTo("unknown");
    assertThat(ignored.err()).contains("has not been seen yet: it is new, or ignored");
    var inner = Files.createDirectories(repository.resolve("inner"));
    TestGit.run(inner, "init", "-q");
    Files.writeString(inner.resolve("x.txt"), "x\n");
    assertThat(message("-C", inner.toString(), "x.txt"))
        .contains("is in no folder that was recorded");
    Files.delete(repository.resolve("a.txt"));
    var gone = run("-C", root, "a.txt", "--json");
    assertThat(gone.json()).hasSize(3);
    assertThat(gone.err()).contains("a.txt is not on disk: this is how it was last seen");
  }

  @Test
  void every_encoding_and_line_end_is_told_byte_for_byte() {
    var root = repository.toString();

    assertThat(told(root, "last.txt")).containsExactly("baseline no end");
    assertThat(told(root, "crlf.txt")).containsExactly("baseline \ufeffone", "baseline two");
    assertThat(told(root, "gbk.txt"))
        .containsExactly("baseline \u00c4\u00e3", "baseline \u00ba", "baseline x");
    var porcelain = world.clewBytes("blame", "-C", root, "gbk.txt", "--porcelain");
    assertThat(contents(porcelain)).isEqualTo(GBK);
  }

  /// What stands behind the tabs.
  private static byte[] contents(byte[] porcelain) {
    var text = new String(porcelain, StandardCharsets.ISO_8859_1);
    var lines = new StringBuilder();
    for (var line : text.split("\n", -1)) {
      if (line.startsWith("\t")) {
        lines.append(line.substring(1)).append('\n');
      }
    }
    lines.setLength(lines.length() - 1); // the file does not end with one
    return lines.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void secrets_are_taken_out_of_every_form() {
    var root = repository.toString();

    for (var form : List.of("--json", "--porcelain", "--no-pager")) {
      var ran = run("-C", root, "secret.txt", form);
      assertThat(ran.out()).contains("⟦secret:").doesNotContain("ghp_aB3");
    }
    assertThat(told(root, "secret.txt")).hasSize(3).first().isEqualTo("baseline a");
  }

  @Test
  void a_commit_that_is_not_in_the_record_is_read_and_held_against_what_is() throws IOException {
    write("a.txt", "zero\none\ntwo\n");
    TestGit.run(repository, "commit", "-q", "-am", "second");

    assertThat(told(repository.toString(), "a.txt", "--at", "HEAD~1"))
        .containsExactly("baseline one", "baseline two", "baseline three");
    assertThat(told(repository.toString(), "a.txt", "--at", "main"))
        .containsExactly("vcs zero", "baseline one", "baseline two");
    var head = TestGit.run(repository, "rev-parse", "HEAD").strip();
    assertThat(
            lines(repository.toString(), "a.txt", "--at", "HEAD")
                .getFirst()
                .path("commit")
                .asString())
        .isEqualTo(head);
    assertThat(message("-C", repository.toString(), "last.txt", "--at", "HEAD:a.txt"))
        .contains("no id begins with");
  }

  @Test
  void commits_and_their_authors_are_asked_of_git() throws IOException {
    write("a.txt", "zero\none\ntwo\n");
    var head = TestGit.run(repository, "rev-parse", "HEAD").strip();
    var lines = lines(repository.toString(), "a.txt", "--commits");

    assertThat(lines.getFirst().has("commit")).isFalse();
    assertThat(lines.getLast().path("commit").asString()).isEqualTo(head);
    assertThat(lines.getLast().path("author").asString()).isEqualTo("A Person");
    assertThat(lines.getLast().path("summary").asString()).isEqualTo("first of all");
    var name = "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67 \u05d0.txt";
    assertThat(lines(repository.toString(), name, "--commits").getFirst().path("commit").asString())
        .isEqualTo(head);
    assertThat(run("-C", repository.toString(), "ignored.txt", "--commits").err())
        .contains("commits: git blame:");
  }

  @Test
  void the_text_form_fits_the_width() throws IOException {
    write(
        "a.txt",
        "one\n\tand a line that is much longer than any terminal is wide, ".repeat(3) + "\n");
    for (var width : List.of(60, 80, 100, 140)) {
      var ran = world.onTerminal(width, "blame", "-C", repository.toString(), "a.txt", "--commits");
      assertThat(ran.out().lines()).isNotEmpty().allMatch(line -> line.length() <= width);
    }
  }
}
