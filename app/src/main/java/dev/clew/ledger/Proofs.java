package dev.clew.ledger;

import java.util.List;

/// Checks proofs against roots; needs no log.
///
/// A tree without entries proves nothing: size 0 never verifies. Source: RFC 9162, sections 2.1.3.2
/// and 2.1.4.2 (the trees are those of RFC 6962).
public final class Proofs {
  private Proofs() {}

  /// Whether the entry whose leaf hash is `leaf` stands at the proof's index in the tree `root`.
  public static boolean verifyInclusion(InclusionProof proof, Hash leaf, Hash root) {
    long position = proof.index();
    long last = proof.size() - 1;
    if (position < 0 || position > last) {
      return false;
    }
    var hasher = new TreeHasher();
    var node = leaf.bytes();
    for (var step : proof.path()) {
      if (last == 0) {
        return false;
      }
      if ((position & 1) == 1 || position == last) {
        node = hasher.node(step.bytes(), node);
        while ((position & 1) == 0 && position != 0) {
          position >>= 1;
          last >>= 1;
        }
      } else {
        node = hasher.node(node, step.bytes());
      }
      position >>= 1;
      last >>= 1;
    }
    return last == 0 && Hash.of(node).equals(root);
  }

  /// Whether the tree `newRoot` begins with all entries of the tree `oldRoot`.
  public static boolean verifyConsistency(ConsistencyProof proof, Hash oldRoot, Hash newRoot) {
    if (proof.oldSize() <= 0 || proof.oldSize() > proof.newSize()) {
      return false;
    }
    if (proof.oldSize() == proof.newSize()) {
      return proof.path().isEmpty() && oldRoot.equals(newRoot);
    }
    return climb(proof, oldRoot, newRoot);
  }

  private static boolean climb(ConsistencyProof proof, Hash oldRoot, Hash newRoot) {
    var hasher = new TreeHasher();
    long zeros = Long.numberOfTrailingZeros(proof.oldSize());
    long position = (proof.oldSize() - 1) >> zeros;
    long last = (proof.newSize() - 1) >> zeros;
    List<Hash> path = proof.path();
    int next = 0;
    // An old tree that is one perfect subtree is its own start and is left out of the proof.
    var start = position == 0 ? oldRoot : path.isEmpty() ? null : path.get(next++);
    if (start == null) {
      return false;
    }
    var oldNode = start.bytes();
    var newNode = start.bytes();
    for (; next < path.size(); next++) {
      var step = path.get(next).bytes();
      if (last == 0) {
        return false;
      }
      if ((position & 1) == 1 || position == last) {
        oldNode = hasher.node(step, oldNode);
        newNode = hasher.node(step, newNode);
        while ((position & 1) == 0 && position != 0) {
          position >>= 1;
          last >>= 1;
        }
      } else {
        newNode = hasher.node(newNode, step);
      }
      position >>= 1;
      last >>= 1;
    }
    return last == 0 && Hash.of(oldNode).equals(oldRoot) && Hash.of(newNode).equals(newRoot);
  }
}
