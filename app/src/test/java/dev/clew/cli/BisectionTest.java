package dev.clew.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Cases;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BisectionTest {
  private static int search(int states, int firstBad, Set<Integer> untold, Bisection search) {
    var probes = 0;
    for (var next = search.next(); next.isPresent(); next = search.next()) {
      probes++;
      var state = next.getAsInt();
      assertThat(state).isBetween(1, states - 2);
      if (untold.contains(state)) {
        search.skip(state);
      } else if (state < firstBad) {
        search.good(state);
      } else {
        search.bad(state);
      }
    }
    return probes;
  }

  @Test
  void a_thousand_steps_take_ten_probes() {
    for (var firstBad = 1; firstBad <= 1000; firstBad++) {
      var search = new Bisection(1001);
      assertThat(search(1001, firstBad, Set.of(), search)).isLessThanOrEqualTo(10);
      assertThat(search.left()).isEqualTo(1);
      assertThat(search.to()).isEqualTo(firstBad);
    }
  }

  @Test
  void states_that_cannot_be_tried_leave_open_no_more_than_they_must() {
    Cases.forAll(
        500,
        random -> {
          var states = random.nextInt(2, 60);
          var firstBad = random.nextInt(1, states);
          var untold = new HashSet<Integer>();
          for (var i = random.nextInt(10); i > 0; i--) {
            untold.add(random.nextInt(states));
          }
          var search = new Bisection(states);
          search(states, firstBad, untold, search);
          assertThat(firstBad).isBetween(search.from(), search.to());
          for (var state = search.from(); state < search.to(); state++) {
            assertThat(untold).contains(state);
          }
        });
  }
}
