package dev.clew.capture.claims;

import dev.clew.event.LineClaim;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// One tool's form of claims.
public interface ClaimForm {
  /// The tool's short name and the form's, with a dot between: the kind of its records.
  String kind();

  /// The paths that a claim names: what the commit has there is looked up when it is brought in.
  ///
  /// @throws ClaimException when it is not of this form
  Set<String> paths(JsonNode body) throws ClaimException;

  /// What the claim says; nothing when it names no line.
  ///
  /// @throws ClaimException when it is not of this form
  List<LineClaim> claims(ClaimEnvelope envelope) throws ClaimException;
}
