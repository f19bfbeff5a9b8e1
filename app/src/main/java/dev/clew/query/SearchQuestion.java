package dev.clew.query;

import dev.clew.index.IndexReader;
import dev.clew.index.TextFilter;
import dev.clew.index.TextKind;
import dev.clew.text.TextQuery;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// Where something was said, answered, run or edited.
public final class SearchQuestion implements Question<Hit> {
  @Override
  public String name() {
    return "search";
  }

  @Override
  public String summary() {
    return "Find words in prompts, answers, commands and diffs, newest first.";
  }

  @Override
  public List<Shape> rows() {
    return List.of(
        Shape.of(
            "hit",
            "A place where the words were found.",
            """
            session: id - its session
            turn?: id - its turn
            step?: id - its step; absent for a prompt
            agent: text - which agent
            in: text - where it was found: prompts, output, commands or diffs
            at?: time - when it was said
            title?: text - the session's title
            repo?: text - the folder the session worked in
            what?: text - what was said or done, in one line
            tool?: text - the tool
            excerpt: text - the words and what stands around them
            matches: [[number]] - where in the excerpt each word is: its place and its length
            """));
  }

  @Override
  public List<Parameter> parameters() {
    return Parameter.withPaging(
        Parameter.text(
                "q", "words that must all be there; \"several words\" one after the other; part*")
            .asPosition(true),
        Parameter.choice(
            "in", "only in", Arrays.stream(TextKind.values()).map(TextKind::wire).toList()),
        Parameter.text("session", "only this session and its sub-agents"),
        Parameter.text("agent", "only one agent's sessions"),
        Parameter.text("repo", "only sessions in this folder, below it or above it"),
        Parameter.text("since", "only from a time or day on, or within 7d, 12h"),
        Parameter.flag("reverse", "oldest first"));
  }

  @Override
  public Answer<Hit> ask(Request request, Sources sources)
      throws QueryException, SQLException, IOException {
    var typed = request.text("q").orElse("");
    var query =
        TextQuery.parse(typed)
            .orElseThrow(() ->
                QueryException.usage(
                    "q: expected at least one letter or digit to look for, found '%s'"
                        .formatted(shortened(typed))));
    var index = sources.index();
    var filter =
        new TextFilter(
            request.text("in").flatMap(TextKind::of),
            sessions(request, index),
            Times.since(request.text("since"), sources.clock()),
            request.flag("reverse"));
    var from = request.offset();
    var most = request.limit() < 0 ? Long.MAX_VALUE : from + request.limit();
    var hits = new HitFinder(sources, query, filter).find(from, most);
    var whole = hits.size() + from < most || request.limit() < 0;
    return new Answer<>(
        hits,
        whole ? Optional.empty() : Optional.of(Long.toString(most)),
        whole ? from + hits.size() : Answer.UNCOUNTED,
        notes(index, hits.isEmpty()));
  }

  private static String shortened(String typed) {
    return typed.length() <= 40 ? typed : typed.substring(0, 40) + "…";
  }

  private static Optional<List<Long>> sessions(Request request, IndexReader index)
      throws SQLException, QueryException {
    var agent = request.text("agent");
    var repo = request.text("repo");
    var session = request.text("session");
    if (session.isPresent()) {
      return Optional.of(index.withSubagents(Names.session(index, session.get())));
    }
    return agent.isEmpty() && repo.isEmpty()
        ? Optional.empty()
        : Optional.of(index.sessionRefs(Filters.every(agent, repo)));
  }

  private static List<String> notes(IndexReader index, boolean nothing) throws SQLException {
    var notes = new ArrayList<String>();
    var behind = index.textBehind();
    if (behind > 0) {
      notes.add("text of %d records is not indexed yet".formatted(behind));
    }
    if (nothing && !index.hasText()) {
      notes.add("this store keeps no text (capture mode metadata): there is nothing to search");
    }
    return notes;
  }

  @Override
  public void write(Hit hit, JsonGenerator json) {
    json.writeStartObject();
    new Fields(json)
        .text("session", hit.session().id())
        .span("turn", hit.turn())
        .span("step", hit.step())
        .text("agent", hit.session().agent())
        .text("in", hit.kind().wire())
        .at("at", hit.at())
        .text("title", hit.session().title())
        .text("repo", hit.session().repo())
        .text("what", hit.what())
        .text("tool", hit.tool())
        .text("excerpt", hit.excerpt().text());
    json.writeArrayPropertyStart("matches");
    for (var match : hit.excerpt().matches()) {
      json.writeStartArray();
      json.writeNumber(match.start());
      json.writeNumber(match.end() - match.start());
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
