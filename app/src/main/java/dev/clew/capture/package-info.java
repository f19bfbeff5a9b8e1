/// Turns what agents leave behind into events: one sub-package per agent.
@NullMarked
package dev.clew.capture;

import org.jspecify.annotations.NullMarked;
