package dev.clew.workspace.restore;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a move is about to do, on disk before it does anything: a move that was broken off is taken
/// up from it.
///
/// @param root the workspace's folder
/// @param stage the name of the folder in it where contents wait
/// @param swapping whether all contents waited, so that paths may have changed
/// @param orders what is to be done, in this order
record Journal(Path root, String stage, boolean swapping, List<Step> orders) {
  /// An order without its bytes.
  record Step(String path, State before, State after) {}

  void write(Path file) throws IOException {
    var json = JsonMapper.shared().createObjectNode();
    json.put("clew_move", 1).put("root", root.toUri().toString()).put("stage", stage);
    json.put("swapping", swapping);
    var list = json.putArray("orders");
    for (var each : orders) {
      list.addObject()
          .put("path", each.path)
          .put("before", each.before.text())
          .put("after", each.after.text());
    }
    var fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.write(fresh, json.toString().getBytes(StandardCharsets.UTF_8));
      force(fresh);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
    force(java.util.Objects.requireNonNull(file.toAbsolutePath().getParent()));
  }

  private static void force(Path path) throws IOException {
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// What a journal says; empty when there is none.
  ///
  /// @throws IOException also when it is damaged
  static Optional<Journal> read(Path file) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    try {
      return Optional.of(of(JsonMapper.shared().readTree(bytes)));
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IOException("%s: a journal of a move, and damaged".formatted(file), e);
    }
  }

  private static Journal of(JsonNode json) {
    if (json.path("clew_move").asInt(0) != 1) {
      throw new IllegalArgumentException("no journal of a move, or one of a later version");
    }
    var orders = new ArrayList<Step>();
    for (var each : json.path("orders").values()) {
      orders.add(
          new Step(
              each.path("path").asString(),
              State.of(each.path("before").asString()),
              State.of(each.path("after").asString())));
    }
    return new Journal(
        Path.of(java.net.URI.create(json.path("root").asString())),
        json.path("stage").asString(),
        json.path("swapping").asBoolean(),
        List.copyOf(orders));
  }
}
