package dev.clew.capture;

/// A file of an agent's settings that names the MCP servers which it offers its model.
///
/// @param isUsers whether it lies below the user's home folder; else below the project
/// @param path from there
/// @param field the member that holds them by name: JSON, or a table's name in TOML
public record McpFile(boolean isUsers, String path, String field) {
  /// Below the user's home folder.
  public static McpFile user(String path, String field) {
    return new McpFile(true, path, field);
  }

  /// Below the project.
  public static McpFile project(String path, String field) {
    return new McpFile(false, path, field);
  }
}
