package dev.clew.recorder;

import dev.clew.capture.HookCall;
import dev.clew.capture.HookEnvelope;
import dev.clew.event.RecordId;
import java.time.Instant;
import java.util.List;

/// Whoever does something when a hook fires. It is given the payload as it came: what it keeps has
/// to be redacted first.
///
/// What it throws is noted in the log; the hook's own record is stored all the same.
interface HookListener {
  /// A tool is about to run that may write files, and its agent waits: called while the client has
  /// not been answered, on any thread, several at a time. Not called for hooks that come by the
  /// spool.
  ///
  /// @param until when the client gives up
  void before(HookCall call, HookEnvelope envelope, Instant until);

  /// A hook has fired: called on the intake's one thread, in the order of the hooks' stamps, before
  /// the hook's record is stored. May be called again for the same hook when the recorder was
  /// killed in between: records of the same id are then one.
  ///
  /// @param record the id that the hook's record will have
  /// @param preparer makes records
  /// @return records to be stored with it, in the same transaction, before it
  List<Prepared> heard(HookCall call, HookEnvelope envelope, RecordId record, Preparer preparer);

  /// No hook waits: called on the intake's one thread, again and again.
  ///
  /// @return whether something was stored
  default boolean idle() {
    return false;
  }

  /// One that does nothing.
  static HookListener none() {
    return new HookListener() {
      @Override
      public void before(HookCall call, HookEnvelope envelope, Instant until) {}

      @Override
      public List<Prepared> heard(
          HookCall call, HookEnvelope envelope, RecordId record, Preparer preparer) {
        return List.of();
      }
    };
  }
}
