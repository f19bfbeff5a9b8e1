package dev.clew.cli;

import dev.clew.capture.claims.AgentTraces;
import dev.clew.capture.claims.ClaimEnvelope;
import dev.clew.capture.claims.ClaimException;
import dev.clew.capture.claims.ClaimForm;
import dev.clew.capture.claims.GitAiNote;
import dev.clew.capture.claims.GitAiNotes;
import dev.clew.event.LineClaim;
import dev.clew.event.LineRange;
import dev.clew.workspace.GitFolder;
import dev.clew.workspace.GitHistory;
import dev.clew.workspace.GitNotes;
import dev.clew.workspace.RootChoice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/// Finds other tools' claims about a work tree: in its repository's notes, or in files. What cannot
/// be understood is gathered too, with the reason.
final class ClaimGatherer {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Path root;
  private final @Nullable String repository;
  private final GitNotes git;
  private final GitHistory history;

  ClaimGatherer(RootChoice.Root root) {
    this.root = root.folder();
    this.repository = root.git().map(GitFolder::common).map(Path::toString).orElse(null);
    this.git = new GitNotes(this.root, GitAiNote.REF);
    this.history = new GitHistory(this.root);
  }

  /// A claim as it was found.
  private record Found(
      String where, @Nullable String commit, @Nullable Instant at, JsonNode body) {}

  /// The notes of git-ai: of all commits, or of those that a range names.
  List<GatheredClaim> notes(@Nullable String range) throws IOException {
    var wanted = range == null ? null : named(range);
    var found = new ArrayList<Found>();
    for (var note : git.all().values()) {
      if (wanted == null || wanted.contains(note.commit())) {
        var text = git.text(note).orElse("");
        found.add(new Found(note.commit(), note.commit(), note.at(), StringNode.valueOf(text)));
      }
    }
    return gathered(new GitAiNotes(), found);
  }

  private Set<String> named(String range) throws IOException {
    return history.commits(range).stream().map(GitHistory.Commit::id).collect(Collectors.toSet());
  }

  /// The records of Agent Trace in these files: one to a line, or one JSON value, or an array.
  List<GatheredClaim> traces(Collection<Path> files) throws IOException {
    var found = new ArrayList<Found>();
    for (var file : files) {
      var text = Files.readString(file, StandardCharsets.UTF_8);
      var whole = value(text);
      if (whole != null && (whole.isArray() || text.strip().lines().count() > 1)) {
        var values = whole.isArray() ? List.copyOf(whole.values()) : List.of(whole);
        for (var i = 0; i < values.size(); i++) {
          found.add(trace("%s:%d".formatted(file, i + 1), values.get(i)));
        }
        continue;
      }
      var number = 0;
      for (var line : text.lines().toList()) {
        number++;
        if (!line.isBlank()) {
          var value = value(line);
          found.add(
              trace(
                  "%s:%d".formatted(file, number),
                  value == null ? StringNode.valueOf(line) : value));
        }
      }
    }
    return gathered(new AgentTraces(), found);
  }

  private Found trace(String where, JsonNode value) {
    var commit = AgentTraces.commit(value);
    if (commit != null && repository != null) {
      try {
        commit = history.commits(commit).getFirst().id();
      } catch (IOException e) {
        // It is not here: the claim is kept, and holds when it comes.
      }
    }
    return new Found(where, commit, AgentTraces.at(value), value);
  }

  /// The one JSON value that a text is; absent when it is not one.
  private static @Nullable JsonNode value(String text) {
    try (var parser = JSON.createParser(text)) {
      JsonNode value = JSON.readTree(parser);
      return value == null || value.isMissingNode() || parser.nextToken() != null ? null : value;
    } catch (JacksonException e) {
      return null;
    }
  }

  private List<GatheredClaim> gathered(ClaimForm form, List<Found> found) throws IOException {
    var paths = new LinkedHashMap<String, Set<String>>();
    for (var each : found) {
      var commit = each.commit;
      if (commit != null) {
        paths.computeIfAbsent(commit, _ -> new HashSet<>()).addAll(paths(form, each.body));
      }
    }
    var blobs = repository == null ? Map.<String, Map<String, String>>of() : git.blobs(paths);
    return found.stream().map(each -> gathered(form, each, blobs)).toList();
  }

  private Set<String> paths(ClaimForm form, JsonNode body) {
    try {
      return form.paths(body);
    } catch (ClaimException e) {
      return Set.of();
    }
  }

  private GatheredClaim gathered(
      ClaimForm form, Found found, Map<String, Map<String, String>> blobs) {
    var its = new HashMap<>(blobs.getOrDefault(String.valueOf(found.commit), Map.of()));
    its.keySet().retainAll(paths(form, found.body));
    var envelope =
        new ClaimEnvelope(
            form.kind(), root.toString(), repository, found.commit, found.at, its, found.body);
    try {
      var claims = form.claims(envelope);
      var files = (int) claims.stream().map(LineClaim::path).distinct().count();
      var lines =
          claims.stream().flatMap(each -> each.lines().stream()).mapToInt(LineRange::count).sum();
      return new GatheredClaim(envelope, found.where, files, lines, null);
    } catch (ClaimException e) {
      return new GatheredClaim(envelope, found.where, 0, 0, e.getMessage());
    }
  }
}
