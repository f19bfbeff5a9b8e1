package dev.clew.query;

/// A question that cannot be answered, and why.
public final class QueryException extends Exception {
  private static final long serialVersionUID = 1;

  /// Whose fault it is.
  public enum Kind {
    /// The request makes no sense.
    USAGE,
    /// What it names is not here.
    NOT_FOUND
  }

  private final Kind kind;

  private QueryException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /// A request that makes no sense.
  public static QueryException usage(String message) {
    return new QueryException(Kind.USAGE, message);
  }

  static QueryException notFound(String message) {
    return new QueryException(Kind.NOT_FOUND, message);
  }

  /// Whose fault it is.
  public Kind kind() {
    return kind;
  }
}
