package dev.clew.recorder;

import dev.clew.cost.PriceTable;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.Supplier;

/// What a store is opened with.
///
/// @param interpreter how records are understood
/// @param prices what model calls cost
/// @param rules the version of the redaction rules, asked for when a record is stored: reading the
///   rules takes time
public record StoreParts(
    InstantSource clock,
    SecureRandom random,
    Interpreter interpreter,
    PriceTable prices,
    Supplier<String> rules) {}
