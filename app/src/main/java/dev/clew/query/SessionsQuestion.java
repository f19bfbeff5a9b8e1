package dev.clew.query;

import dev.clew.index.SessionOrder;
import dev.clew.index.SessionRow;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Which sessions there are.
public final class SessionsQuestion implements Question<SessionRow> {
  static final String FIELDS =
      """
      session: id - its id
      trace_id: id - the trace that it and its sub-agents are in
      agent: text - which agent
      agent_session: text - the agent's own id of it
      subagent?: text - the agent's id of the sub-agent; absent for a main conversation
      subagent_type?: text - what kind of sub-agent
      agent_version?: text - the version of the agent
      models: [text] - the models that were called
      repo?: text - the folder it worked in
      cwd?: text - the last working folder
      branch?: text - the Git branch
      title?: text - its title, or its first prompt
      started_at?: time - when it began
      ended_at?: time - when its last record was written
      duration_ms?: number - from beginning to end
      active_at?: time - when it or one of its sub-agents last did something
      user?: text - whose it was, where the source tells
      turns: number - prompts
      model_calls: number - its own calls of models
      tool_calls: number - its own calls of tools
      errors: number - its own steps that failed
      files_read: number - files that it read
      files_changed: number - files that it changed
      commands: number - shell commands
      tokens: tokens - of its own calls
      cost_usd?: money - of its own calls at list price; absent when no price is known
      unpriced_calls: number - its own calls that have no known price
      total_model_calls: number - with its sub-agents
      total_tool_calls: number - with its sub-agents
      total_errors: number - with its sub-agents
      total_tokens: tokens - with its sub-agents
      total_cost_usd?: money - with its sub-agents
      subagent_count: number - how many sub-agents are below it
      parent_session?: id - the session that started it, or that it was forked from
      parent_step?: id - the step that started it
      capture_mode: text - how much of it was kept: content or metadata
      trace_aliases: [id] - other ids of its trace
      """;
  private static final List<String> SORTS =
      Arrays.stream(SessionOrder.Sort.values())
          .map(sort -> sort.name().toLowerCase(Locale.ROOT))
          .flatMap(name -> List.of(name, "-" + name).stream())
          .toList();

  @Override
  public String name() {
    return "sessions";
  }

  @Override
  public String summary() {
    return "List sessions, newest first.";
  }

  @Override
  public List<Shape> rows() {
    return List.of(Shape.of("session", "A session.", FIELDS));
  }

  @Override
  public List<Parameter> parameters() {
    return Parameter.withPaging(
        Filters.with(
            Parameter.choice("sort", "what to sort by; a minus sign turns it round", SORTS)));
  }

  @Override
  public Answer<SessionRow> ask(Request request, Sources sources)
      throws QueryException, SQLException {
    var sort = request.text("sort").orElse("-started_at");
    var descending = sort.startsWith("-");
    var by = descending ? sort.substring(1) : sort;
    var order =
        new SessionOrder(
            SessionOrder.Sort.valueOf(by.toUpperCase(Locale.ROOT)),
            descending,
            request.offset(),
            request.limit());
    var filter = Filters.of(request, sources.clock());
    return Answer.of(sources.index().sessions(filter, order), row -> row);
  }

  @Override
  public void write(SessionRow row, JsonGenerator json) {
    json.writeStartObject();
    fields(row, json);
    json.writeEndObject();
  }

  static void fields(SessionRow row, JsonGenerator json) {
    var fields = new Fields(json);
    fields
        .text("session", row.id())
        .text("trace_id", row.trace())
        .text("agent", row.agent())
        .text("agent_session", row.agentSession())
        .text("subagent", row.subagent())
        .text("subagent_type", row.subagentType())
        .text("agent_version", row.version())
        .texts("models", row.models())
        .text("repo", row.repo())
        .text("cwd", row.cwd())
        .text("branch", row.branch())
        .text("title", row.title())
        .at("started_at", row.firstAt())
        .at("ended_at", row.lastAt())
        .number(
            "duration_ms",
            row.firstAt() == null || row.lastAt() == null ? null : row.lastAt() - row.firstAt())
        .at("active_at", row.total().lastAt())
        .text("user", row.user())
        .number("turns", row.turns())
        .number("model_calls", row.own().modelCalls())
        .number("tool_calls", row.own().toolCalls())
        .number("errors", row.own().errors())
        .number("files_read", row.filesRead())
        .number("files_changed", row.filesChanged())
        .number("commands", row.commands())
        .tokens("tokens", row.own().tokens())
        .cost("cost_usd", cost(row.own()))
        .number("unpriced_calls", row.own().unpriced())
        .number("total_model_calls", row.total().modelCalls())
        .number("total_tool_calls", row.total().toolCalls())
        .number("total_errors", row.total().errors())
        .tokens("total_tokens", row.total().tokens())
        .cost("total_cost_usd", cost(row.total()))
        .number("subagent_count", row.total().sessions() - 1)
        .text("parent_session", row.parent())
        .span("parent_step", row.parentStep())
        .text("capture_mode", row.mode())
        .texts("trace_aliases", List.of());
  }

  /// The known cost: absent when no call has a known price and there was one.
  public static @Nullable Long cost(SessionRow.Sums sums) {
    return sums.modelCalls() > 0 && sums.unpriced() >= sums.modelCalls() ? null : sums.costPico();
  }
}
