package dev.clew.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Cases;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SharedSealerTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final MasterKey KEY = new MasterKey(new byte[32]);

  /// The dictionary is there when an object is opened, whether it was used or not.
  @Test
  void what_several_threads_seal_lightly_is_opened_as_all_else() throws Exception {
    var plains = plains();
    var work = new ArrayList<Callable<SealedObject>>();
    try (var sealer = new SharedSealer(() -> Sealer.light(KEY, RANDOM));
        var threads = Executors.newFixedThreadPool(4);
        var unsealer = new Unsealer(KEY)) {
      for (var plain : plains) {
        var address = MessageDigest.getInstance("SHA-256").digest(plain);
        work.add(() -> sealer.seal(address, plain));
      }
      var sealed = threads.invokeAll(work);
      for (int i = 0; i < plains.size(); i++) {
        assertThat(unsealer.unseal(sealed.get(i).get())).isEqualTo(plains.get(i));
      }
    }
  }

  private static List<byte[]> plains() {
    var plains = new ArrayList<byte[]>(List.of(new byte[0], new byte[300_000]));
    Cases.forAll(200, random -> plains.add(plain(random)));
    return plains;
  }

  /// Of few letters, so that it packs, or of any.
  private static byte[] plain(RandomGenerator random) {
    var plain = new byte[random.nextInt(20_000)];
    random.nextBytes(plain);
    if (random.nextBoolean()) {
      for (int i = 0; i < plain.length; i++) {
        plain[i] = (byte) ('a' + (plain[i] & 7));
      }
    }
    return plain;
  }
}
