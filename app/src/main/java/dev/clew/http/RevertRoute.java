package dev.clew.http;

import dev.clew.move.Reverting;
import dev.clew.move.Reverting.Made;
import dev.clew.query.QueryException;
import dev.clew.query.RevertPlan;
import dev.clew.query.Reverts;
import dev.clew.recorder.NoMoveException;
import dev.clew.workspace.RootChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Takes back what commits brought of a session's work, and commits that:
/// `{"session":ID,"folder":FOLDER}`, with `path` only these files and folders, one a line. With
/// `"dry_run":true` it only plans, and tells the `tree` and the `head` that the plan is for; given
/// back with the order, what has changed since is refused.
final class RevertRoute implements Route {
  private static final Set<String> TEXTS = Set.of("session", "folder", "path", "head");
  private static final Set<String> FLAGS = Set.of("dry_run");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

  private static final Path NOWHERE = Path.of("/nonexistent");

  private final RecorderMoves moves;
  private final SourcesPool sources;
  private final Reverting reverting;

  RevertRoute(RecorderMoves moves, SourcesPool sources, Reverting reverting) {
    this.moves = moves;
    this.sources = sources;
    this.reverting = reverting;
  }

  @Override
  public void answer(Exchange exchange)
      throws RefusedException, QueryException, IOException, SQLException, InterruptedException {
    var fields = OrderFields.of(exchange.json(), TEXTS, FLAGS);
    var session = fields.text("session");
    var folder = fields.path("folder");
    var head = fields.textOr("head");
    if (!head.isEmpty() && !COMMIT.matcher(head).matches()) {
      throw RefusedException.of(400, "head: expected one that a preview gave");
    }
    var dryRun = fields.flag("dry_run");
    if (!dryRun) {
      moves.endBroken();
    }
    reverting.checkNothingWaits(root(folder));
    var paths = fields.textOr("path").lines().toList();
    var plan = sources.with(open -> Reverts.plan(session, paths, folder, open));
    if (dryRun) {
      exchange.json(out -> write(plan, null, out));
      return;
    }
    RecorderMoves.checkTree(fields.tree(), plan.move());
    if (!head.isEmpty() && !head.equals(plan.head())) {
      throw RecorderMoves.refused("HEAD has moved since this was shown");
    }
    try {
      var made = reverting.make(plan, false, moves);
      exchange.json(out -> write(plan, made, out));
    } catch (NoMoveException e) {
      throw RecorderMoves.refused(e);
    }
  }

  private static Path root(Path folder) {
    // Only its place is asked for, so nothing is refused for what it may hold.
    return RootChoice.of(folder, NOWHERE, NOWHERE) instanceof RootChoice.Root root
        ? root.folder()
        : folder;
  }

  private static void write(RevertPlan plan, @Nullable Made made, JsonGenerator json) {
    json.writeStartObject();
    MoveAnswer.writeFields(plan.move(), made == null ? null : made.files(), json);
    json.writeStringProperty("head", plan.head());
    json.writeStringProperty("message", plan.message());
    json.writeArrayPropertyStart("commits");
    for (var commit : plan.commits()) {
      json.writeStartObject();
      json.writeStringProperty("commit", commit.id());
      json.writeStringProperty("subject", commit.subject());
      json.writeBooleanProperty("whole", commit.whole());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("left_out");
    plan.leftOut().forEach(json::writeString);
    json.writeEndArray();
    if (made != null) {
      EndAnswer.write(made.end(), json);
    }
    json.writeEndObject();
  }
}
