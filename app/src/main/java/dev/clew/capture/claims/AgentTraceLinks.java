package dev.clew.capture.claims;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Names of agents, conversations, steps and tool calls as the links that Agent Trace has for what
/// is related: `urn:clew:session:…`. They lead nowhere: who has the same store finds them there.
public final class AgentTraceLinks {
  static final String PREFIX = "urn:clew:";

  private AgentTraceLinks() {}

  /// The link of a name.
  public static String of(String type, String name) {
    return PREFIX
        + type
        + ":"
        + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static String decoded(String name) {
    try {
      return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return name;
    }
  }
}
