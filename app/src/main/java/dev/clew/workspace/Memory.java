package dev.clew.workspace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is known of a workspace: its folders and files as the last look left them.
final class Memory {
  final Folder root;
  final Totals totals = new Totals();

  /// Nothing of `folder`.
  Memory(Path folder) {
    this.root = new Folder(new byte[0], null, folder);
  }

  /// A place among what is known: a name in a folder.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Spot(Folder folder, byte[] name) {}

  /// What is at `path`, with slashes; nothing for folders.
  @Nullable Entry find(byte[] path) {
    var folder = root;
    var from = 0;
    for (int at = 0; at <= path.length; at++) {
      if (at == path.length || path[at] == '/') {
        switch (folder.children.get(Arrays.copyOfRange(path, from, at))) {
          case null -> {
            return null;
          }
          case Leaf leaf -> {
            return at == path.length ? leaf.known() : null;
          }
          case Folder next -> folder = next;
        }
        from = at + 1;
      }
    }
    return null;
  }

  /// Where `hint` is: the name itself, or the first one on the way that is not known. Nothing for
  /// what is outside.
  @Nullable Spot locate(Path hint) {
    var path = hint.isAbsolute() ? hint.normalize() : root.path.resolve(hint).normalize();
    var parent = path.getParent();
    if (!path.startsWith(root.path) && parent != null) {
      try {
        path = parent.toRealPath().resolve(path.getFileName());
      } catch (IOException e) {
        return null; // its folder is not there, nor is it
      }
    }
    if (!path.startsWith(root.path) || path.equals(root.path)) {
      return null;
    }
    var folder = root;
    for (int i = root.path.getNameCount(); ; i++) {
      var name = DiskNames.name(path.subpath(0, i + 1));
      var last = i + 1 == path.getNameCount();
      if (last || !(folder.children.get(name) instanceof Folder next)) {
        return new Spot(folder, name);
      }
      folder = next;
    }
  }

  /// Whether `folder` is still part of it.
  boolean has(Folder folder) {
    var each = folder;
    while (each.parent != null) {
      if (each.parent.children.get(each.name()) != each) {
        return false;
      }
      each = each.parent;
    }
    return each == root;
  }

  /// Every folder, the root first.
  List<Folder> folders() {
    var folders = new ArrayList<Folder>(List.of(root));
    for (int i = 0; i < folders.size(); i++) {
      folders
          .get(i)
          .children
          .forEach(node -> {
            if (node instanceof Folder folder) {
              folders.add(folder);
            }
          });
    }
    return folders;
  }

  /// Makes the trees that have to be made; the root's name.
  String tree(Making making) throws IOException {
    var dirty = new ArrayList<Folder>();
    if (root.isDirty()) {
      dirty.add(root);
    }
    for (int i = 0; i < dirty.size(); i++) {
      dirty.get(i).children.dirtyFolders(dirty::add);
    }
    for (var folder : dirty.reversed()) {
      folder.children.write(making);
    }
    return HexFormat.of().formatHex(Objects.requireNonNull(root.children.id()));
  }
}
