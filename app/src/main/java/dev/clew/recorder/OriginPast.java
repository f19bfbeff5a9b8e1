package dev.clew.recorder;

import dev.clew.content.ContentReader;
import dev.clew.content.DamagedObjectException;
import dev.clew.event.FileVersion;
import dev.clew.index.CauseRow;
import dev.clew.index.ClaimReader;
import dev.clew.index.ClaimRow;
import dev.clew.index.IndexReader;
import dev.clew.index.OriginGroup;
import dev.clew.index.OriginReader;
import dev.clew.index.Runs;
import dev.clew.index.VersionReader;
import dev.clew.index.VersionRow;
import dev.clew.origin.lines.Past;
import dev.clew.redact.MaskedLines;
import dev.clew.workspace.Contents;
import dev.clew.workspace.DamagedTreeException;
import dev.clew.workspace.Entry;
import dev.clew.workspace.ObjectSource;
import dev.clew.workspace.Trees;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the store holds of a repository: versions from the index, bytes from the contents.
final class OriginPast implements Past {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private final OriginGroup group;
  private final VersionReader versions;
  private final OriginReader origins;
  private final ClaimReader claims;
  private final RecentBytes recent;
  private final byte[] redaction;
  private final ObjectSource objects;
  private final Contents contents;
  private final Trees trees;
  private final Map<String, Optional<String>> first = new HashMap<>();
  private final Map<String, Map<String, List<String>>> firstPaths = new HashMap<>();
  private final Set<String> missing = new HashSet<>();
  private @Nullable Boolean claimed;

  /// @param recent contents that were read before
  /// @param redaction the key of placeholders
  OriginPast(
      OriginGroup group,
      IndexReader index,
      ContentReader reader,
      RecentBytes recent,
      byte[] redaction) {
    this.redaction = redaction;
    this.group = group;
    this.versions = index.versions();
    this.origins = index.origins();
    this.claims = index.claims();
    this.recent = recent;
    this.objects = sha256 -> object(reader, sha256);
    this.contents = new Contents(objects);
    this.trees = new Trees(objects);
  }

  /// A damaged object is one that is gone; `verify` lists it.
  private Optional<byte[]> object(ContentReader reader, String sha256) throws IOException {
    if (!SHA256.matcher(sha256).matches()) {
      return Optional.empty(); // a keyed hash, of what may not be known
    }
    try {
      var id = HexFormat.of().parseHex(sha256);
      var bytes = reader.object(id);
      if (bytes.isEmpty() && !reader.isForgotten(id)) {
        missing.add(sha256);
      }
      return bytes;
    } catch (DamagedObjectException e) {
      return Optional.empty();
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /// Whether an object is there and can be opened.
  static boolean has(ContentReader reader, String sha256) throws SQLException {
    try {
      return reader.object(HexFormat.of().parseHex(sha256)).isPresent();
    } catch (DamagedObjectException e) {
      return false;
    }
  }

  /// The objects that were needed and not there.
  Set<String> missing() {
    return missing;
  }

  private interface Question<T> {
    T ask() throws SQLException;
  }

  private static <T> T ask(Question<T> question) throws IOException {
    try {
      return question.ask();
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public List<String> roots() {
    return group.paths();
  }

  @Override
  public Optional<VersionRow> tip(String file) throws IOException {
    return ask(() -> versions.tip(file));
  }

  @Override
  public List<VersionRow> withBlob(String blob) throws IOException {
    return ask(() -> versions.byBlob(group, blob));
  }

  @Override
  public List<VersionRow> ofFile(String file, int most) throws IOException {
    return ask(() -> versions.ofFile(file, most));
  }

  @Override
  public Optional<VersionRow> ofCommit(String commit, String file) throws IOException {
    return ask(() -> versions.ofCommit(commit, file));
  }

  @Override
  public List<String> parents(String commit) throws IOException {
    return ask(() -> origins.parents(commit));
  }

  @Override
  public Runs runs(long version) throws IOException {
    return ask(() -> versions.runs(version));
  }

  @Override
  public int depth(long version) throws IOException {
    return ask(() -> versions.depth(version));
  }

  @Override
  public Map<Long, CauseRow> causes(Collection<Long> ids) throws IOException {
    return ask(() -> versions.causes(ids));
  }

  @Override
  public Optional<byte[]> bytes(FileVersion content) throws IOException {
    if (content.notKept() != null) {
      return Optional.empty();
    }
    var known = recent.get(content.sha256());
    if (known.isPresent()) {
      return known;
    }
    var pieces = content.pieces();
    var told = ask(() -> versions.toldContent(content.sha256()));
    var bytes =
        told.isPresent()
            ? told
            : pieces == null ? objects.read(content.sha256()) : contents.joined(pieces);
    bytes.ifPresent(each -> recent.put(content.sha256(), each));
    return bytes;
  }

  @Override
  public List<ClaimRow> claims(String path, String blob) throws IOException {
    return ask(() -> {
      if (claimed == null) {
        claimed = claims.hasAny(group);
      }
      return claimed ? claims.of(group, path, blob) : List.<ClaimRow>of();
    });
  }

  /// The tree of a workspace when it was first looked at.
  private Optional<String> firstTree(String root) throws IOException {
    var tree = first.get(root);
    if (tree == null) {
      tree = ask(() -> origins.firstTree(root)).filter(id -> SHA256.matcher(id).matches());
      first.put(root, tree);
    }
    return tree;
  }

  @Override
  public List<String> firstWith(String root, FileVersion content) throws IOException {
    var paths = firstPaths.get(root);
    if (paths == null) {
      paths = firstPaths(root);
      firstPaths.put(root, paths);
    }
    return paths.getOrDefault(content.sha256(), List.of());
  }

  /// By content: one command may make many files, and a tree is read as a whole.
  private Map<String, List<String>> firstPaths(String root) throws IOException {
    var paths = new HashMap<String, List<String>>();
    var tree = firstTree(root);
    try {
      if (tree.isPresent()) {
        trees.walk(
            tree.get(),
            (path, entry) -> {
              if (entry.kind().hasContent()) {
                paths.computeIfAbsent(entry.sha256(), _ -> new ArrayList<>()).add(path);
              }
            });
      }
    } catch (DamagedTreeException e) {
      return Map.of();
    }
    paths.values().forEach(Collections::sort);
    return paths;
  }

  @Override
  public Optional<FileVersion> first(String root, String path) throws IOException {
    var tree = firstTree(root);
    if (tree.isEmpty()) {
      return Optional.empty();
    }
    try {
      return trees
          .entry(tree.get(), path)
          .filter(entry -> entry.kind().hasContent())
          .map(Entry::version);
    } catch (DamagedTreeException e) {
      return Optional.empty();
    }
  }

  @Override
  public MaskedLines masked(byte[] exact, byte[] redacted) {
    return MaskedLines.like(exact, redacted, redaction);
  }

  @Override
  public long nextVersion() throws IOException {
    return ask(() -> versions.last() + 1);
  }
}
