package dev.clew.event;

/// The part of an event's canonical encoding that its [Place] makes up.
final class PlaceJson {
  private PlaceJson() {}

  static void write(Place place, EventJson json) {
    switch (place) {
      case Place.Conditions p ->
          json.text("place", "conditions")
              .text("thread", p.thread())
              .text("turn", p.turn())
              .text("provider", p.provider())
              .text("model", p.model());
      case Place.Prompt p ->
          json.text("place", "prompt")
              .word("telling", p.telling())
              .word("source", p.source())
              .text("text", p.text())
              .number("images", p.images());
      case Place.Said p -> json.text("place", "said").blocks(p.blocks());
      case Place.Asked p -> json.text("place", "asked").text("tool", p.tool());
      case Place.Answered _ -> json.text("place", "answered");
      case Place.Counted p ->
          json.text("place", "counted").usage("total", p.total()).usage("last", p.last());
      case Place.Stopped p -> json.text("place", "stopped").text("reason", p.reason());
    }
  }
}
