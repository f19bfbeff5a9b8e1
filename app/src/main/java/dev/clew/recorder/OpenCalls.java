package dev.clew.recorder;

import dev.clew.capture.UnnamedCall;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Ties hooks that tell of one call without naming it together: in the order in which they come,
/// the one after a tool belongs to the oldest open call with the same arguments.
///
/// What was open when the recorder stopped is not known to the next: a call that ends then is told
/// by its last hook alone. Memory is bounded; the calls that were longest without a hook go first.
/// For one thread.
final class OpenCalls {
  private static final int KEPT = 4096;
  private static final int ALIKE = 64;

  private static final class Kept<T> extends LinkedHashMap<String, T> {
    private static final long serialVersionUID = 1;

    Kept() {
      super(64, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
      return size() > KEPT;
    }
  }

  private final Map<String, ArrayDeque<String>> open = new Kept<>();

  /// By nonce: a hook that is looked at again, because it could not be stored, is tied as before.
  private final Map<String, String> tied = new Kept<>();

  /// The hook, about the call that it belongs to.
  HeardHook tie(HeardHook hook) {
    var hooks = hook.hooks();
    if (hooks == null || hook.call() == null) {
      return hook;
    }
    var nonce = hook.envelope().nonce();
    var name = tied.get(nonce);
    if (name == null) {
      for (var call : hooks.unnamed(hook.envelope())) {
        var found = take(call);
        name = name == null ? found : name;
      }
      if (name == null) {
        return hook;
      }
      tied.put(nonce, name);
    }
    var envelope = hook.envelope().about(name);
    return new HeardHook(
        hook.frame(), hook.id(), hooks, envelope, hooks.call(envelope), hook.bad());
  }

  /// The open call that this one is; absent when there is none, or it is opened here.
  private @Nullable String take(UnnamedCall call) {
    var names = open.computeIfAbsent(call.about(), _ -> new ArrayDeque<>());
    return switch (call.part()) {
      case OPENS -> {
        put(names, call.name());
        yield null;
      }
      case JOINS -> {
        if (!names.isEmpty()) {
          yield names.peekLast();
        }
        put(names, call.name());
        yield null;
      }
      case CLOSES -> names.pollFirst();
    };
  }

  private static void put(ArrayDeque<String> names, String name) {
    if (!names.contains(name)) {
      names.addLast(name);
      if (names.size() > ALIKE) {
        names.removeFirst();
      }
    }
  }
}
