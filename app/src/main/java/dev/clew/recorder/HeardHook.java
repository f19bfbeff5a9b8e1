package dev.clew.recorder;

import dev.clew.capture.HookCall;
import dev.clew.capture.HookCall.Phase;
import dev.clew.capture.HookEnvelope;
import dev.clew.capture.Hooks;
import dev.clew.event.RecordId;
import dev.clew.event.StepKind;
import org.jspecify.annotations.Nullable;

/// A frame that has been read.
///
/// @param id the record's id: it comes from the nonce alone
/// @param hooks the agent's that wrote the payload; absent when none of ours understands it
/// @param envelope the payload as it came; one of JSON null when it could not be read
/// @param call what must be known at once; absent without `hooks` and where it could not be read
/// @param bad why the payload could not be read, `json`, `utf8`, `length` or `frame`; absent when
///   it could
record HeardHook(
    HookFrame frame,
    RecordId id,
    @Nullable Hooks hooks,
    HookEnvelope envelope,
    @Nullable HookCall call,
    @Nullable String bad) {
  /// The agent whose payload it is: another one than the frame names where that one's settings were
  /// read by it.
  String agent() {
    return hooks == null ? frame.agent() : hooks.agent();
  }

  /// Whether a tool is about to run that may write files.
  boolean isWriterAboutToRun() {
    return call != null
        && call.phase() == Phase.BEFORE_TOOL
        && call.kind() != StepKind.FILE_READ
        && call.kind() != StepKind.SEARCH;
  }
}
