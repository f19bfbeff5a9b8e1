/// The settings files of agents: our hooks put into them and taken out, and every other byte kept.
@NullMarked
package dev.clew.settings;

import org.jspecify.annotations.NullMarked;
