package dev.clew.content;

/// How far a file of an agent has been read.
///
/// @param path its absolute path
/// @param agent the agent whose file it is; empty when no adapter knows it
/// @param inode the file system's number for it, to notice a replaced file
/// @param size its length when last read, in bytes
/// @param modifiedMs its modification time when last read, in epoch milliseconds
/// @param offset the first byte that has not been taken
/// @param lines lines taken, blank ones left out
/// @param badLines lines taken that could not be read
/// @param lineNumber how many line feeds come before `offset`
/// @param session the agent's session id that lines without one belong to; empty when unknown
/// @param head SHA-256 (hex) of the first `headLength` bytes and of as many before `offset`, to
///   notice a rewritten file
/// @param headLength how many bytes `head` covers
public record SourceFile(
    String path,
    String agent,
    long inode,
    long size,
    long modifiedMs,
    long offset,
    long lines,
    long badLines,
    long lineNumber,
    String session,
    String head,
    int headLength) {}
