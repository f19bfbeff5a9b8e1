package dev.clew.export;

import dev.clew.capture.claims.ClaimException;
import dev.clew.capture.claims.GitAiNote;
import dev.clew.query.CommitLines;
import dev.clew.query.QueryException;
import dev.clew.query.Sources;
import dev.clew.recorder.CurrentRedactor;
import dev.clew.recorder.Keys;
import dev.clew.recorder.Settings;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// The lines that commits brought, in a form that other tools read: git-ai's notes, Agent Trace, or
/// our own. Everything passes the redactor on the way. For one use.
public final class LinesExport {
  private final Form form;
  private final CommitLines lines;
  private final Outgoing outgoing;
  private final NoteMaker notes;
  private final TraceMaker traces;

  /// What is written.
  public enum Form {
    /// git-ai's notes.
    NOTES,
    /// Records of Agent Trace, one to a line.
    AGENT_TRACE,
    /// Our own, one object to a line.
    JSON;

    /// The name in a command line: `notes`, `agent-trace`, `json`.
    public String wire() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The form that `name` names; empty when there is none.
    public static Optional<Form> named(String name) {
      return Arrays.stream(values()).filter(each -> each.wire().equals(name)).findFirst();
    }
  }

  /// What is said of one commit.
  ///
  /// @param text without a line feed at its end
  public record Said(String commit, String text) {}

  private LinesExport(Form form, CommitLines lines, Outgoing outgoing) {
    this.form = form;
    this.lines = lines;
    this.outgoing = outgoing;
    this.notes = new NoteMaker(version());
    this.traces = new TraceMaker(version());
  }

  /// An export of commits of the work tree at `root`.
  public static LinesExport of(
      Form form, String root, Sources sources, Export.Surroundings surroundings)
      throws QueryException, SQLException, IOException {
    var lines = new CommitLines(sources, root);
    var redactor =
        new CurrentRedactor(
                sources.home(),
                Keys.open(sources.home()),
                Settings.load(sources.home().config()).redactionLevel(),
                surroundings.environment(),
                surroundings.userHome())
            .get();
    return new LinesExport(form, lines, new Outgoing(redactor));
  }

  /// The commits that a range names, parents first.
  ///
  /// @throws IOException when it names none
  public List<dev.clew.workspace.GitHistory.Commit> commits(String range) throws IOException {
    return lines.commits(range);
  }

  /// Whether something has been seen that is not in it yet.
  public boolean behind() throws SQLException {
    return lines.behind();
  }

  /// What is said of a commit; empty when there is nothing to say in this form.
  public Optional<Said> of(dev.clew.workspace.GitHistory.Commit commit)
      throws SQLException, IOException, QueryException {
    var found = lines.of(commit);
    var json = outgoing.object(generator -> LinesJson.write(found, generator));
    var text =
        switch (form) {
          case NOTES -> notes.note(json).map(GitAiNote::text);
          case AGENT_TRACE -> traces.record(json).map(Object::toString);
          case JSON -> Optional.of(json.toString());
        };
    return text.map(said -> new Said(commit.id(), said));
  }

  /// Paths that the form has no way to write.
  public List<String> leftOut() {
    return notes.leftOut();
  }

  /// Whether the text of a note is one that Clew made.
  public static boolean isOurs(String note) {
    try {
      return NoteMaker.isOurs(GitAiNote.read(note));
    } catch (ClaimException e) {
      return false;
    }
  }

  private static String version() {
    return Objects.requireNonNullElse(
        LinesExport.class.getPackage().getImplementationVersion(), "development");
  }
}
