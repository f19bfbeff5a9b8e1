package dev.clew.recorder;

import dev.clew.workspace.restore.Order;
import java.nio.file.Path;
import java.util.List;

/// A move to be made.
///
/// @param verb the command's name
/// @param title one line that tells a person what it does
/// @param root the workspace's folder
/// @param tree the workspace as it was when the move was planned
/// @param orders what is to become of which path
/// @param marked the paths that are in conflict: they wait for their resolution
/// @param aborts whether it takes a move back together with its conflicts
public record MoveOrder(
    String verb,
    String title,
    Path root,
    String tree,
    List<Order> orders,
    List<String> marked,
    boolean aborts) {}
