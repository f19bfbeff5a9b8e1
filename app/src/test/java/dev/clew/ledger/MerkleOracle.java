package dev.clew.ledger;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/// RFC 6962, section 2.1, word for word: slow, recursive, over all entries, sharing nothing with
/// the code it judges.
final class MerkleOracle {
  private MerkleOracle() {}

  static byte[] root(List<byte[]> d) {
    if (d.isEmpty()) {
      return sha256();
    }
    if (d.size() == 1) {
      return sha256(new byte[] {0}, d.getFirst());
    }
    int k = split(d.size());
    return sha256(new byte[] {1}, root(d.subList(0, k)), root(d.subList(k, d.size())));
  }

  static List<Hash> path(int m, List<byte[]> d) {
    var out = new ArrayList<Hash>();
    if (d.size() > 1) {
      int k = split(d.size());
      boolean left = m < k;
      out.addAll(left ? path(m, d.subList(0, k)) : path(m - k, d.subList(k, d.size())));
      out.add(Hash.of(root(left ? d.subList(k, d.size()) : d.subList(0, k))));
    }
    return out;
  }

  static List<Hash> proof(int m, List<byte[]> d) {
    return subProof(m, d, true);
  }

  private static List<Hash> subProof(int m, List<byte[]> d, boolean b) {
    var out = new ArrayList<Hash>();
    if (m == d.size()) {
      if (!b) {
        out.add(Hash.of(root(d)));
      }
      return out;
    }
    int k = split(d.size());
    if (m <= k) {
      out.addAll(subProof(m, d.subList(0, k), b));
      out.add(Hash.of(root(d.subList(k, d.size()))));
    } else {
      out.addAll(subProof(m - k, d.subList(k, d.size()), false));
      out.add(Hash.of(root(d.subList(0, k))));
    }
    return out;
  }

  private static int split(int n) {
    int k = 1;
    while (k * 2 < n) {
      k *= 2;
    }
    return k;
  }

  static byte[] sha256(byte[]... parts) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
