package dev.clew.content;

/// A file that was found and not read, or several of one folder, and why.
///
/// @param path the file's path, or the folder's where `files` are told together
/// @param reason why
/// @param files how many
/// @param bytes how many bytes they have
public record NotRead(String path, String reason, long files, long bytes) {}
