package dev.clew.recorder;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A script that says, in between, whose each line of a file is.
///
/// ```
/// f: t1=baseline t2=a1:exact .=human|baseline t3=unknown(a1,b1) t4=baseline~whitespace
/// ```
///
/// means: look, then file `f` has these lines and no others, and each comes from where it says:
/// `baseline`, `human`, `vcs`, `unknown` (with these candidates, if they are given) or an agent's
/// call, with that confidence if one is given, and with that note. A script without words of a
/// model says so itself; `ok` compares every line of every file with [OriginModel].
final class OriginCase {
  private static final Pattern EXPECTED = Pattern.compile("(\\S+): (.*)");

  private final OriginRig rig;
  private final OriginModel model;
  private final OriginScript script;

  OriginCase(OriginRig rig) {
    this.rig = rig;
    this.model = new OriginModel(rig);
    this.script = new OriginScript(rig, model);
  }

  /// Runs a script in a folder of its own.
  static void holds(String lines) {
    OriginRun.fresh(rig -> {
      new OriginCase(rig).run(lines);
      return true;
    });
  }

  OriginCase run(String lines) {
    for (var line : lines.lines().map(String::strip).toList()) {
      var expected = EXPECTED.matcher(line);
      if (line.equals("ok")) {
        look();
        model.checkAll(script);
      } else if (expected.matches()) {
        look();
        expect(expected.group(1), List.of(expected.group(2).split(" ")), line);
      } else if (!line.isEmpty()) {
        script.strictly(line);
        if (line.equals("look")) {
          model.looked();
        }
      }
    }
    return this;
  }

  private void look() {
    script.look();
    model.looked();
    rig.origins();
  }

  private void expect(String file, List<String> expected, String whole) {
    var words = expected.stream().map(each -> each.split("=", 2)).toList();
    try (var blame = new OriginBlame(rig.home().index())) {
      var lines = blame.of(script.here(), file);
      var said = new ArrayList<String>();
      var good = lines.size() == words.size();
      for (var i = 0; i < lines.size(); i++) {
        var line = lines.get(i);
        var word = OriginFiles.word(line.text());
        said.add(word + "=" + text(line));
        good =
            good
                && word.equals(words.get(i)[0])
                && List.of(words.get(i)[1].split("\\|")).stream()
                    .anyMatch(each -> fits(each, line));
      }
      if (!good) {
        throw new AssertionError("expected " + whole + "\n but it is " + file + ": " + said);
      }
    }
  }

  private String text(OriginBlame.Line line) {
    var note = line.note() == null ? "" : "~" + line.note();
    var said = OriginModel.text(line, script) + ":" + line.confidence().wire();
    return said.replace(" ", "") + note;
  }

  private boolean fits(String expected, OriginBlame.Line line) {
    var note = expected.split("~", 2);
    var parts = note[0].split(":", 2);
    var origin = parts[0].split("\\(", 2);
    if (note.length > 1 && !note[1].equals(line.note())) {
      return false;
    }
    if (parts.length > 1 && !parts[1].equals(line.confidence().wire())) {
      return false;
    }
    if (origin.length > 1) {
      var candidates =
          line.candidates().stream().map(script::name).sorted().collect(Collectors.joining(","));
      if (!origin[1].equals(candidates + ")")) {
        return false;
      }
    }
    return line.step() == null
        ? origin[0].equals(line.origin().name().toLowerCase(Locale.ROOT))
        : line.origin() == dev.clew.event.OriginClass.AGENT
            && origin[0].equals(script.name(line.step()));
  }

  /// The script's interpreter.
  OriginScript script() {
    return script;
  }

  /// Bytes told in hex.
  static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
