package dev.clew.capture;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The agents that are known.
public record Agents(List<Agent> all) {
  /// These agents.
  public static Agents of(Agent... all) {
    return new Agents(List.of(all));
  }

  /// The transcripts of those that have some.
  public List<Transcripts> transcripts() {
    return all.stream().map(Agent::transcripts).filter(Objects::nonNull).toList();
  }

  /// The hooks of those that have some.
  public List<Hooks> hooks() {
    return all.stream().map(Agent::hooks).filter(Objects::nonNull).toList();
  }

  /// The transcripts of the agent of this name.
  public Optional<Transcripts> transcripts(String name) {
    return transcripts().stream().filter(each -> each.agent().equals(name)).findFirst();
  }

  /// The hooks of the agent of this name.
  public Optional<Hooks> hooks(String name) {
    return hooks().stream().filter(each -> each.agent().equals(name)).findFirst();
  }

  /// The hooks that understand a payload which the settings of agent `name` delivered: that agent's
  /// own, unless another one knows the payload by its shape and it does not. Agents read each
  /// other's settings, and then fire hooks that were not installed for them.
  public Optional<Hooks> hooksFor(String name, JsonNode payload) {
    var own = hooks(name);
    if (own.isPresent() && own.get().recognises(payload)) {
      return own;
    }
    return hooks().stream().filter(each -> each.recognises(payload)).findFirst().or(() -> own);
  }
}
