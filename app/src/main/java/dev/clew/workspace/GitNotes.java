package dev.clew.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The notes that a repository keeps below one ref, as the installed Git tells them.
///
/// [#write] is the one thing in Clew that writes into a repository: only when its user asks for it.
public final class GitNotes {
  private static final Pattern TIME = Pattern.compile("@[0-9]+");
  private static final Pattern ID = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

  private final GitProgram git;
  private final String ref;

  /// @param root the work tree's folder
  /// @param ref the full name: `refs/notes/…`
  public GitNotes(Path root, String ref) {
    this.git = new GitProgram(root);
    this.ref = ref;
  }

  /// A commit's note.
  ///
  /// @param blob Git's id of the note's text
  /// @param at when it was last written; absent when the ref has no history that tells
  public record Note(String commit, String blob, @Nullable Instant at) {}

  /// Every note, by commit; none when there is no such ref.
  public Map<String, Note> all() throws IOException {
    var listed = git.text("for-each-ref", "--format=%(refname)", ref);
    if (listed.lines().noneMatch(ref::equals)) {
      return Map.of();
    }
    var times = times();
    var notes = new LinkedHashMap<String, Note>();
    for (var line : git.text("ls-tree", "-r", ref).lines().toList()) {
      var tab = line.indexOf('\t');
      var commit = line.substring(tab + 1).replace("/", "");
      var fields = line.substring(0, Math.max(tab, 0)).split(" ", -1);
      if (fields.length == 3 && fields[1].equals("blob") && ID.matcher(commit).matches()) {
        notes.put(commit, new Note(commit, fields[2], times.get(commit)));
      }
    }
    return notes;
  }

  /// When each commit's note was last written.
  private Map<String, Instant> times() throws IOException {
    var times = new HashMap<String, Instant>();
    var at = Instant.EPOCH;
    var log = git.text("log", "--format=@%ct", "--name-only", "--no-renames", ref);
    for (var line : log.lines().toList()) {
      if (TIME.matcher(line).matches()) {
        at = Instant.ofEpochSecond(Long.parseLong(line.substring(1)));
      } else if (!line.isEmpty()) {
        times.putIfAbsent(line.replace("/", ""), at);
      }
    }
    return times;
  }

  /// The text of a note; empty when it is not UTF-8.
  public Optional<String> text(Note note) throws IOException {
    var bytes = git.run(new byte[0], "cat-file", "blob", note.blob());
    var text = new String(bytes, StandardCharsets.UTF_8);
    return java.util.Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)
        ? Optional.of(text)
        : Optional.empty();
  }

  /// Git's ids of the contents that each commit has at these paths, by commit and path; a path that
  /// the commit does not have, or that has a line feed, is left out.
  public Map<String, Map<String, String>> blobs(Map<String, ? extends Collection<String>> paths)
      throws IOException {
    var asked = new ArrayList<Map.Entry<String, String>>();
    var input = new StringBuilder();
    for (var commit : paths.entrySet()) {
      for (var path : commit.getValue()) {
        if (ID.matcher(commit.getKey()).matches() && path.indexOf('\n') < 0) {
          asked.add(Map.entry(commit.getKey(), path));
          input.append(commit.getKey()).append(':').append(path).append('\n');
        }
      }
    }
    var said =
        new String(
            git.run(input.toString().getBytes(StandardCharsets.UTF_8), "cat-file", "--batch-check"),
            StandardCharsets.UTF_8);
    var lines = said.lines().toList();
    if (lines.size() != asked.size()) {
      throw new IOException(
          "git cat-file: expected an answer to each of %d".formatted(asked.size()));
    }
    var blobs = new HashMap<String, Map<String, String>>();
    for (var i = 0; i < lines.size(); i++) {
      var fields = lines.get(i).split(" ", 3);
      if (fields.length == 3 && fields[1].equals("blob") && ID.matcher(fields[0]).matches()) {
        var one = asked.get(i);
        blobs.computeIfAbsent(one.getKey(), _ -> new HashMap<>()).put(one.getValue(), fields[0]);
      }
    }
    return blobs;
  }

  /// Writes a commit's note, in place of the one that it has.
  public void write(String commit, String text) throws IOException {
    var blob =
        new String(
                git.run(
                    (text + "\n").getBytes(StandardCharsets.UTF_8), "hash-object", "-w", "--stdin"),
                StandardCharsets.UTF_8)
            .strip();
    git.run(new byte[0], "notes", "--ref=" + ref, "add", "-f", "-C", blob, commit);
  }
}
