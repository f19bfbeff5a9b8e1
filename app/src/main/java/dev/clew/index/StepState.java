package dev.clew.index;

import dev.clew.event.Event;
import dev.clew.event.FileTouch;
import dev.clew.event.ModelAnswer;
import dev.clew.event.StepKind;
import dev.clew.event.StepStatus;
import dev.clew.event.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A step's row while events are merged into it.
///
/// Every merge is commutative and idempotent: of two requests or answers the one of the lower rank
/// counts, of two usages the larger output, of times the extremes. What a transcript's answer does
/// not say is taken from a hook's.
final class StepState {
  /// How good a title is: text of the answer, thinking, or only the tools that it asked for.
  static final int TITLE_TEXT = 0;

  static final int TITLE_THINKING = 1;
  static final int TITLE_ASKED = 2;
  static final int TITLE_NONE = 3;

  final long id;
  long session;
  @Nullable String kind;
  @Nullable String tool;
  String title = "";
  @Nullable Rank rank;
  int titleClass = TITLE_NONE;
  @Nullable Long started;
  @Nullable Long ended;
  @Nullable Long durationMs;
  @Nullable StepAnswer inFile;
  @Nullable StepAnswer byHook;
  @Nullable String status;
  @Nullable String error;
  @Nullable String denial;
  int fileSource;
  @Nullable Long child;
  @Nullable String childId;
  @Nullable String provider;
  @Nullable String model;
  boolean synthetic;
  @Nullable String stopReason;
  @Nullable Rank usageRank;
  @Nullable Usage usage;
  @Nullable List<FileTouch> intended;
  @Nullable List<FileTouch> actualInFile;
  @Nullable List<FileTouch> actualByHook;

  StepState(long id, long session) {
    this.id = id;
    this.session = session;
  }

  void merge(Event.ToolRequested event) {
    var incoming = Rank.of(event.header());
    started = earlier(started, incoming);
    if (rank == null || Rank.BY_SOURCE.compare(incoming, rank) < 0) {
      rank = incoming;
      kind = event.kind().wire();
      tool = event.tool();
      title = Titles.line(event.title());
      titleClass = TITLE_TEXT;
      intended = event.intended();
    }
  }

  void merge(Event.ToolAnswered event) {
    var told = StepAnswer.of(event);
    var files = event.answer().files();
    if (told.rank().isHook()) {
      if (told.isBefore(byHook)) {
        byHook = told;
        actualByHook = files;
        settle();
      }
    } else if (told.isBefore(inFile)) {
      inFile = told;
      actualInFile = files;
      settle();
    }
  }

  /// Puts the answers together.
  private void settle() {
    var first = inFile == null ? byHook : inFile;
    if (first == null) {
      return;
    }
    var second = byHook == null ? first : byHook;
    ended = first.ended() == null ? second.ended() : first.ended();
    durationMs = first.durationMs() == null ? second.durationMs() : first.durationMs();
    status = first.status();
    error = first.error();
    denial = first.denial() == null ? second.denial() : first.denial();
    fileSource = first.files() ? (inFile == null ? 2 : 1) : second.files() ? 2 : 0;
  }

  /// The rank of the answer that counts; absent without one.
  @Nullable Rank answerRank() {
    var first = inFile == null ? byHook : inFile;
    return first == null ? null : first.rank();
  }

  /// Of two sub-agents that one step is said to have started, the smaller id counts.
  void mergeChild(SessionState told) {
    var id = told.key.id();
    if (childId == null || id.compareTo(childId) < 0) {
      childId = id;
      child = told.ref;
    }
  }

  void merge(Event.ModelAnswered event) {
    var incoming = Rank.of(event.header());
    var answer = event.answer();
    kind = StepKind.LLM_CALL.wire();
    provider = answer.provider();
    started = earlier(started, incoming);
    ended = later(ended, incoming);
    synthetic |= answer.synthetic();
    if (answer.error() != null && (error == null || answer.error().compareTo(error) < 0)) {
      error = answer.error();
    }
    status = (error == null ? StepStatus.OK : StepStatus.ERROR).wire();
    mergeTitle(answer, incoming);
    mergeUsage(answer, incoming);
  }

  /// The model call asked for a tool: its title, when the model wrote nothing.
  void mergeAsked(Event.ToolRequested event) {
    offer(TITLE_ASKED, "→ " + Titles.line(event.tool()), Rank.of(event.header()));
  }

  private void mergeTitle(ModelAnswer answer, Rank incoming) {
    var offered = TITLE_NONE;
    var text = "";
    for (var block : answer.blocks()) {
      var quality = block.thinking() ? TITLE_THINKING : TITLE_TEXT;
      if (quality < offered && !block.text().isBlank()) {
        offered = quality;
        text = Titles.line(block.text());
      }
    }
    offer(offered, text, incoming);
  }

  private void offer(int quality, String text, Rank incoming) {
    if (rank == null
        || quality < titleClass
        || (quality == titleClass && incoming.compareTo(rank) < 0)) {
      rank = incoming;
      titleClass = quality;
      title = text;
    }
  }

  /// The last word is the record with the most output; among equals one that says why it stopped.
  private void mergeUsage(ModelAnswer answer, Rank incoming) {
    if (usageRank == null || isBetter(answer, incoming, usageRank)) {
      usage = answer.usage();
      usageRank = incoming;
      model = answer.model();
      stopReason = answer.stopReason();
    }
  }

  private boolean isBetter(ModelAnswer answer, Rank incoming, Rank present) {
    var order = Long.compare(output(answer.usage()), output(usage));
    if (order == 0) {
      order = Boolean.compare(answer.stopReason() != null, stopReason != null);
    }
    return order > 0 || (order == 0 && incoming.compareTo(present) < 0);
  }

  private static long output(@Nullable Usage usage) {
    return usage == null ? -1 : usage.output();
  }

  private static @Nullable Long earlier(@Nullable Long present, Rank rank) {
    if (rank.at() == Rank.NO_TIME) {
      return present;
    }
    return present == null ? rank.at() : Math.min(present, rank.at());
  }

  private static @Nullable Long later(@Nullable Long present, Rank rank) {
    if (rank.at() == Rank.NO_TIME) {
      return present;
    }
    return present == null ? rank.at() : Math.max(present, rank.at());
  }
}
