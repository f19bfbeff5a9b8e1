package dev.clew.settings;

import tools.jackson.databind.JsonNode;

/// One of our hooks in an agent's settings.
///
/// @param event the agent's name of the hook
/// @param element what stands in the settings' list of that name
public record HookEntry(String event, JsonNode element) {}
