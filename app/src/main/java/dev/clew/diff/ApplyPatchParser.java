package dev.clew.diff;

import dev.clew.diff.ApplyPatch.Chunk;
import dev.clew.diff.ApplyPatch.FileChange;
import dev.clew.diff.ApplyPatch.PatchException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads an `apply_patch` envelope.
final class ApplyPatchParser {
  private static final String ADD = "*** Add File: ";
  private static final String DELETE = "*** Delete File: ";
  private static final String UPDATE = "*** Update File: ";
  private static final String MOVE = "*** Move to: ";
  private static final String ENVIRONMENT = "*** Environment ID: ";
  private static final String END_OF_FILE = "*** End of File";

  private final List<String> lines;
  private int at;

  ApplyPatchParser(String text) {
    lines = unwrapped(text.strip().lines().toList());
  }

  /// Without the here-document that some models put around an envelope.
  private static List<String> unwrapped(List<String> lines) {
    var isWrapped =
        lines.size() > 2
            && lines.getFirst().matches("<<['\"]?EOF['\"]?")
            && last(lines).equals("EOF");
    return isWrapped ? lines.subList(1, lines.size() - 1) : lines;
  }

  private static String last(List<String> lines) {
    return lines.getLast().strip();
  }

  ApplyPatch parse() throws PatchException {
    if (lines.isEmpty() || !lines.getFirst().strip().equals("*** Begin Patch")) {
      throw new PatchException("line 1: expected '*** Begin Patch'");
    }
    if (!last(lines).equals("*** End Patch")) {
      throw new PatchException("line %d: expected '*** End Patch'".formatted(lines.size()));
    }
    at = lines.size() > 1 && lines.get(1).strip().startsWith(ENVIRONMENT) ? 2 : 1;
    var changes = new ArrayList<FileChange>();
    while (at < lines.size() - 1) {
      changes.add(change());
    }
    return new ApplyPatch(changes);
  }

  private FileChange change() throws PatchException {
    var line = lines.get(at).strip();
    at++;
    if (line.startsWith(ADD)) {
      return add(line.substring(ADD.length()));
    }
    if (line.startsWith(DELETE)) {
      return new FileChange.Delete(line.substring(DELETE.length()));
    }
    if (line.startsWith(UPDATE)) {
      return update(line.substring(UPDATE.length()));
    }
    throw failed("expected the header of a file, found '" + line + "'");
  }

  /// A failure at the line before.
  private PatchException failed(String what) {
    return new PatchException("line %d: %s".formatted(at, what));
  }

  private boolean isAtEnd() {
    return at >= lines.size() - 1;
  }

  private FileChange add(String path) {
    var content = new StringBuilder();
    while (!isAtEnd() && lines.get(at).startsWith("+")) {
      content.append(lines.get(at).substring(1)).append('\n');
      at++;
    }
    return new FileChange.Add(path, content.toString());
  }

  private FileChange update(String path) throws PatchException {
    String to = null;
    if (!isAtEnd() && lines.get(at).strip().startsWith(MOVE)) {
      to = lines.get(at).strip().substring(MOVE.length());
      at++;
    }
    var from = at;
    var chunks = new ArrayList<Chunk>();
    while (!isAtEnd() && !isHeader(lines.get(at))) {
      if (lines.get(at).isBlank()) {
        at++;
      } else {
        chunks.add(chunk(chunks.isEmpty()));
      }
    }
    if (chunks.isEmpty()) {
      throw failed(path + ": the section changes nothing");
    }
    return new FileChange.Update(
        path, to, chunks, String.join("\n", lines.subList(from, at)) + "\n");
  }

  private static boolean isHeader(String line) {
    var text = line.strip();
    return text.startsWith("*** ") && !text.equals(END_OF_FILE);
  }

  private Chunk chunk(boolean isFirst) throws PatchException {
    var context = context(isFirst);
    var passage = new ArrayList<String>();
    var atEnd = false;
    while (!isAtEnd() && !atEnd) {
      var line = lines.get(at);
      if (line.strip().equals(END_OF_FILE)) {
        atEnd = true;
      } else if (line.isEmpty()) {
        passage.add(" ");
      } else if (" +-".indexOf(line.charAt(0)) >= 0 && !isHeader(line)) {
        passage.add(line);
      } else {
        break;
      }
      at++;
    }
    if (passage.isEmpty()) {
      throw failed("expected lines marked by a blank, plus or minus");
    }
    return new Chunk(context, passage, atEnd);
  }

  private @Nullable String context(boolean isFirst) throws PatchException {
    var line = lines.get(at);
    if (line.strip().equals("@@")) {
      at++;
      return null;
    }
    if (line.startsWith("@@ ")) {
      at++;
      return line.substring(3);
    }
    if (!isFirst) {
      throw failed("expected '@@', found '" + line + "'");
    }
    return null;
  }
}
