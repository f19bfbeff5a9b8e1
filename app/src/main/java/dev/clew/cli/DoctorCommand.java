package dev.clew.cli;

import dev.clew.cli.Check.Level;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.core.JsonGenerator;

/// `clew doctor`: looks at everything that Clew needs, and says how to mend what is wrong.
final class DoctorCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Help.command(
            "doctor",
            "Check what Clew needs, and say how to mend what is wrong. Where hooks are installed, one"
                + " of each agent is fired and followed to the store; else nothing is changed."
                + " Exit 1 when something does not work.",
            "clew doctor           one line for each thing, and what to do",
            "clew doctor --json    for a bug report")
        .addOption(Help.json());
  }

  @Override
  public Exit run(ParseResult arguments, Context context) throws IOException, InterruptedException {
    var checks = new ArrayList<Check>();
    checks.addAll(new MachineChecks(context).all());
    checks.addAll(new StoreChecks(context).all());
    checks.addAll(new AgentChecks(context).all());
    checks.addAll(new HookChecks(context).all());
    if (arguments.hasMatchedOption("--json")) {
      Ndjson.print(context.terminal().out(), checks, DoctorCommand::write);
    } else {
      print(checks, context.terminal());
    }
    return count(checks, Level.FAIL) > 0 ? Exit.NO : Exit.YES;
  }

  private static long count(List<Check> checks, Level level) {
    return checks.stream().filter(check -> check.level() == level).count();
  }

  private static void print(List<Check> checks, Terminal terminal) {
    var paint = new Paint(terminal.colours());
    for (var check : checks) {
      var mark =
          switch (check.level()) {
            case OK -> paint.good("ok  ");
            case WARN -> paint.id("warn");
            case FAIL -> paint.bad("FAIL");
          };
      var head = mark + "  " + Words.pad(check.name(), 13) + " ";
      for (var line : Cells.wrap(Escapes.line(check.says()), terminal.width() - 20)) {
        terminal.line(head + line);
        head = " ".repeat(20);
      }
      var remedy = check.remedy();
      if (remedy != null) {
        for (var line : Cells.wrap("→ " + Escapes.line(remedy), terminal.width() - 20)) {
          terminal.line(" ".repeat(20) + line);
        }
      }
    }
    terminal.say(
        "%s: %d ok, %d to look at, %d that fail"
            .formatted(
                Words.of(checks.size(), "check"),
                count(checks, Level.OK),
                count(checks, Level.WARN),
                count(checks, Level.FAIL)));
  }

  private static void write(Check check, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("check", check.name());
    json.writeStringProperty("status", check.level().wire());
    json.writeStringProperty("says", check.says());
    var remedy = check.remedy();
    if (remedy != null) {
      json.writeStringProperty("remedy", remedy);
    }
    json.writeEndObject();
  }
}
