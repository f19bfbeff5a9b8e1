package dev.clew.capture.claims;

import dev.clew.capture.RecordContext;
import dev.clew.event.Event;
import dev.clew.event.LineClaim;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The records of claims, as events. Stateless.
public final class ClaimRecords {
  /// The forms that are known. A new one is one line here.
  private static final List<ClaimForm> FORMS = List.of(new GitAiNotes(), new AgentTraces());

  /// What stands for a text in capture mode `metadata`.
  private static final String NOT_KEPT = "⟦text:";

  private ClaimRecords() {}

  /// The form whose records are of this kind.
  public static Optional<ClaimForm> form(String kind) {
    return FORMS.stream().filter(form -> form.kind().equals(kind)).findFirst();
  }

  /// The files that hold claims on their way into the store.
  public static List<ClaimFiles> files() {
    return FORMS.stream().map(ClaimFiles::new).toList();
  }

  /// What a record of `form` says; never empty.
  public static List<Event> interpret(ClaimForm form, RecordContext context, JsonNode value) {
    var envelope = ClaimEnvelope.of(value);
    if (!ClaimEnvelope.is(value)) {
      var mark = ClaimEnvelope.MARK + ":" + value.path(ClaimEnvelope.MARK).asString("");
      return List.of(new Event.Unrecognised(header(context, envelope, 0), List.of(mark)));
    }
    if (envelope.root().startsWith(NOT_KEPT)) {
      return List.of(new Event.Kept(header(context, envelope, 0), form.kind()));
    }
    try {
      return events(form.claims(envelope), form, context, envelope);
    } catch (ClaimException e) {
      return List.of(
          new Event.Malformed(
              header(context, envelope, 0), "%s: %s".formatted(form.kind(), e.getMessage())));
    }
  }

  private static List<Event> events(
      List<LineClaim> claims, ClaimForm form, RecordContext context, ClaimEnvelope envelope) {
    var events = new ArrayList<Event>();
    for (var claim : claims) {
      events.add(new Event.LinesClaimed(header(context, envelope, events.size()), claim));
    }
    if (events.isEmpty()) {
      events.add(new Event.Kept(header(context, envelope, 0), form.kind()));
    }
    return events;
  }

  private static Event.Header header(RecordContext context, ClaimEnvelope envelope, int ordinal) {
    return new Event.Header(
        context.id(), ordinal, context.session(), context.position(), envelope.at());
  }
}
