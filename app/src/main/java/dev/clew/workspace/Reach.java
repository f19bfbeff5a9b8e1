package dev.clew.workspace;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which objects trees are made of: folders, contents, lists of pieces and the pieces. What is
/// reached must be kept as long as one of the trees is.
public final class Reach {
  private final ObjectSource source;
  private final Set<String> reached = new HashSet<>();
  private final Set<String> within = new HashSet<>();
  private final Set<String> missing = new HashSet<>();
  private final Set<String> walked = new HashSet<>();

  /// Reads from `source`.
  public Reach(ObjectSource source) {
    this.source = source;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Below(byte[] path, String id, boolean inside) {}

  /// Adds what `tree` is made of. An object that is gone or damaged is noted as missing, and what
  /// is below it cannot be told.
  public void add(String tree) {
    add(tree, null);
  }

  /// The same, but contents at `path` below the tree's root, or in a folder there, are told apart.
  public void add(String tree, @Nullable String path) {
    var except = path == null ? null : PathText.bytes(path);
    var waiting = new ArrayDeque<Below>();
    waiting.push(new Below(new byte[0], tree, false));
    while (!waiting.isEmpty()) {
      var next = waiting.pop();
      reached.add(next.id());
      var leads = except != null && (next.inside() || leadsTo(next.path(), except));
      if (!leads && !walked.add(next.id())) {
        continue;
      }
      try {
        read(next, except, waiting);
      } catch (IOException e) {
        missing.add(next.id());
      }
    }
  }

  private void read(Below next, byte @Nullable [] except, ArrayDeque<Below> waiting)
      throws IOException {
    var bytes = source.read(next.id());
    if (bytes.isEmpty()) {
      throw new DamagedTreeException("no object " + next.id());
    }
    switch (TreeObject.of(bytes.get())) {
      case TreeObject.Fan fan -> {
        for (var id : fan.ids()) {
          if (id != null) {
            waiting.push(new Below(next.path(), HexFormat.of().formatHex(id), next.inside()));
          }
        }
      }
      case TreeObject.Few few -> {
        for (var entry : few.entries()) {
          var path = joined(next.path(), entry.nameBytes());
          var inside = next.inside() || (except != null && Arrays.equals(path, except));
          entry(entry, path, inside, waiting);
        }
      }
    }
  }

  private void entry(Entry entry, byte[] path, boolean inside, ArrayDeque<Below> waiting) {
    if (entry.reason() != Reason.NONE) {
      return;
    }
    if (entry.kind() == Kind.FOLDER) {
      waiting.push(new Below(path, entry.sha256(), inside));
    } else if (entry.kind().hasContent()) {
      var into = inside ? within : reached;
      var list = entry.pieces();
      if (list.isEmpty()) {
        into.add(entry.sha256());
      } else if (into.add(list.get())) {
        pieces(list.get(), into);
      }
    }
  }

  /// Adds a content that is one object.
  ///
  /// @param inside whether it lies where contents are told apart
  public void addContent(String sha256, boolean inside) {
    (inside ? within : reached).add(sha256);
  }

  /// Adds a content that is kept in pieces: the object that lists them, and the pieces.
  public void addPieces(String list, boolean inside) {
    var into = inside ? within : reached;
    if (into.add(list)) {
      pieces(list, into);
    }
  }

  private void pieces(String list, Set<String> into) {
    try {
      var bytes = source.read(list);
      if (bytes.isEmpty()) {
        missing.add(list);
        return;
      }
      for (var piece : Pieces.decode(bytes.get())) {
        into.add(HexFormat.of().formatHex(piece));
      }
    } catch (IOException e) {
      missing.add(list);
    }
  }

  /// Whether an object is a list of pieces.
  public static boolean isPieceList(byte[] object) {
    return object.length > 4
        && object.length % 32 == 4
        && object[0] == 'c'
        && object[1] == 'l'
        && object[2] == 'p'
        && object[3] == 1;
  }

  /// The SHA-256 of the pieces that a list names, in order.
  public static List<byte[]> pieces(byte[] list) throws IOException {
    return Pieces.decode(list);
  }

  /// Whether `except` lies below the folder at `path`.
  private static boolean leadsTo(byte[] path, byte[] except) {
    return path.length == 0
        || (except.length > path.length
            && except[path.length] == '/'
            && Arrays.equals(path, 0, path.length, except, 0, path.length));
  }

  private static byte[] joined(byte[] folder, byte[] name) {
    if (folder.length == 0) {
      return name;
    }
    var path = Arrays.copyOf(folder, folder.length + 1 + name.length);
    path[folder.length] = '/';
    System.arraycopy(name, 0, path, folder.length + 1, name.length);
    return path;
  }

  /// The objects that the trees need, by SHA-256 in hex; without those that [#within] tells.
  public Set<String> reached() {
    return reached;
  }

  /// The contents that lie at the path that was told apart, whether or not they lie elsewhere, too.
  public Set<String> within() {
    return within;
  }

  /// Folders and lists of pieces that could not be read.
  public Set<String> missing() {
    return missing;
  }
}
