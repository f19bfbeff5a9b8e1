package dev.clew.query;

import dev.clew.event.WorkspaceChange;
import dev.clew.index.Seen;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// How files differ: what a step, a turn or a session did, or two moments compared.
public final class DiffQuestion implements Question<FileDiff> {
  @Override
  public String name() {
    return "diff";
  }

  @Override
  public String summary() {
    return "Show how files differ: what a step, turn or session did, or between two moments.";
  }

  @Override
  public List<Shape> rows() {
    return List.of(
        Shape.of("diff_file", "How one file differs between two moments.", FileDiff.FIELDS));
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.text("a", "a step, turn, session, snapshot or commit; STEP^ is just before it")
            .asPosition(false),
        Parameter.text("b", "the same; left out: what A did, or the working tree")
            .asPosition(false),
        Parameter.text(
            "path",
            "only these files and folders, below the workspace, one a line; clew diff A -- PATH..."),
        Parameter.text(
            "folder",
            "a folder of the workspace that commits and the working tree are of; clew: where you stand"),
        Parameter.number("unified", "lines around a change (3)"),
        Parameter.flag("word", "mark changed words within their lines"),
        Parameter.flag("no-patch", "leave the lines out: clew diff --stat, --name-only"));
  }

  @Override
  public Answer<FileDiff> ask(Request request, Sources sources)
      throws QueryException, SQLException, IOException {
    var style =
        new Patches.Style(
            !request.flag("no-patch"),
            (int) Math.min(1_000_000, request.number("unified", 3)),
            request.flag("word"));
    var paths = Paths.of(request.text("path").orElse(""));
    var a = request.text("a");
    if (a.isPresent() && request.text("b").isEmpty() && !a.get().endsWith("^")) {
      var did = Did.of(sources, a.get());
      if (did.isPresent()) {
        return Answer.of(did.get().diffs(sources, style, paths));
      }
    }
    var points = new Points(sources, request.text("folder").map(Path::of).orElse(null));
    var before = a.isPresent() ? points.point(a.get()) : points.lastOf();
    var b = request.text("b");
    var after = b.isPresent() ? points.point(b.get()) : working(points, before);
    var redactor = sources.redactor();
    var patches = new Patches(text -> redactor.text(text).text(), style);
    var compared = new Compared(patches, paths);
    try (var sides = new Sides(sources, compared)) {
      var rows = sides.diff(before, after);
      return new Answer<>(rows, Optional.empty(), rows.size(), compared.notes());
    }
  }

  /// The working tree that `before` was a state of.
  private static Point working(Points points, Point before) throws QueryException {
    var here = points.root().map(root -> root.folder().toString());
    if (here.isEmpty() && before.root().isEmpty()) {
      throw QueryException.usage("folder: say which working tree to compare with");
    }
    return new Point.Working(before.root().isEmpty() ? here.orElseThrow() : before.root());
  }

  @Override
  public void write(FileDiff row, JsonGenerator json) {
    row.write(json);
  }

  static List<Seen<WorkspaceChange>> within(List<Seen<WorkspaceChange>> changes, Paths paths) {
    return changes.stream()
        .filter(seen ->
            paths.holds(seen.what().path())
                || (seen.what().from() != null && paths.holds(seen.what().from())))
        .toList();
  }
}
