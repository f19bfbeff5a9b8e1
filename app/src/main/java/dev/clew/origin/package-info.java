/// Who brought a change about: the rule, and nothing but the rule. Pure.
@NullMarked
package dev.clew.origin;

import org.jspecify.annotations.NullMarked;
