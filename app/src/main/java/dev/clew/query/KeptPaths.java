package dev.clew.query;

import dev.clew.event.OriginClass;
import dev.clew.replay.Action;
import dev.clew.replay.Planned;
import dev.clew.replay.TakeBack;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The paths of a plan at which nothing is done though they differ, and why.
final class KeptPaths {
  private KeptPaths() {}

  /// Those that differ and of which nothing is taken back are told too.
  static List<Planned> with(
      List<Planned> planned, Set<String> differing, List<TakeBack.Item> items) {
    var all = new TreeMap<String, Planned>();
    for (var path : differing) {
      all.put(path, new Planned(path, Action.KEEP, why(path, items), null, null, null));
    }
    planned.forEach(each -> all.put(each.path(), each));
    return List.copyOf(all.values());
  }

  private static String why(String path, List<TakeBack.Item> items) {
    var classes = new TreeSet<OriginClass>(Comparator.naturalOrder());
    for (var item : items) {
      if (item.change().path().equals(path) || path.equals(item.change().from())) {
        classes.add(item.change().origin());
      }
    }
    if (classes.isEmpty()) {
      return "what led to it was not seen";
    }
    if (classes.contains(OriginClass.UNKNOWN)) {
      return "it is not known who changed it";
    }
    if (classes.contains(OriginClass.HUMAN)) {
      return "a person changed it";
    }
    return classes.contains(OriginClass.VCS) ? "it came through Git" : "nothing is left of it";
  }
}
