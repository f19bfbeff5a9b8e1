package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Cases;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class LinesTest {
  private static List<Lines.Line> lines(InputStream in, long offset) {
    var all = new ArrayList<Lines.Line>();
    try (var lines = new Lines(in, offset)) {
      for (var chunk = lines.chunk(); !chunk.isEmpty(); chunk = lines.chunk()) {
        all.addAll(chunk);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return all;
  }

  @Test
  void lines_are_the_bytes_between_line_feeds_and_know_their_places() {
    Cases.forAll(
        60,
        random -> {
          var bytes = bytes(random);
          var offset = random.nextLong(1L << 40);
          var at = 0;
          for (var line : lines(new Drops(bytes, random), offset)) {
            assertThat(line.offset()).isEqualTo(offset + at);
            var end = at + (int) line.length();
            assertThat(line.bytes()).isEqualTo(Arrays.copyOfRange(bytes, at, end));
            assertThat(line.terminated()).isEqualTo(end < bytes.length);
            assertThat(line.terminated() ? bytes[end] : '\n').isEqualTo((byte) '\n');
            at = end + (line.terminated() ? 1 : 0);
          }
          assertThat(at).isEqualTo(bytes.length);
        });
  }

  private static byte[] bytes(RandomGenerator random) {
    var bytes = new byte[random.nextInt(random.nextBoolean() ? 40 : 3_000_000)];
    var rarity = 1 + random.nextInt(400_000);
    for (var i = 0; i < bytes.length; i++) {
      bytes[i] = random.nextInt(rarity) == 0 ? (byte) '\n' : (byte) 'x';
    }
    return bytes;
  }

  @Test
  void a_line_over_the_limit_is_told_by_its_length_and_the_next_is_whole() {
    var length = Lines.MAX_LINE + 3_000_000L;
    var in = new Sparse(length, "\nnext\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    var found = lines(in, 100);
    assertThat(found).hasSize(2);
    assertThat(found.get(0).length()).isEqualTo(length);
    assertThat(found.get(0).bytes()).isEmpty();
    assertThat(found.get(0).terminated()).isTrue();
    assertThat(found.get(1).bytes()).hasSize(4);
    assertThat(found.get(1).offset()).isEqualTo(100 + length + 1);
  }

  /// Gives bytes a few at a time.
  private static final class Drops extends InputStream {
    private final ByteArrayInputStream in;
    private final RandomGenerator random;

    Drops(byte[] bytes, RandomGenerator random) {
      in = new ByteArrayInputStream(bytes);
      this.random = random;
    }

    @Override
    public int read() {
      return in.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      return in.read(buffer, offset, Math.min(length, 1 + random.nextInt(700_000)));
    }
  }

  /// A long line that takes no memory, and what follows it.
  private static final class Sparse extends InputStream {
    private long left;
    private final ByteArrayInputStream after;

    Sparse(long length, byte[] after) {
      left = length;
      this.after = new ByteArrayInputStream(after);
    }

    @Override
    public int read() {
      return left-- > 0 ? 'x' : after.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (left <= 0) {
        return after.read(buffer, offset, length);
      }
      var given = (int) Math.min(length, left);
      Arrays.fill(buffer, offset, offset + given, (byte) 'x');
      left -= given;
      return given;
    }
  }
}
