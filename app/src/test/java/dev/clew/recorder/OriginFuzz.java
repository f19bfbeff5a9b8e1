package dev.clew.recorder;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Makes up scripts: agents, persons and Git at work in one repository, one after the other and at
/// once.
final class OriginFuzz {
  private static final List<String> AGENTS = List.of("a", "b", "a/s", "x", "c");

  /// Each may be done by a person or, through its shell, by an agent. `F` stands for a file, `B`
  /// for a branch.
  private static final List<String> GIT =
      List.of(
          "sh git add -A && git commit -q -m all",
          "sh git add -A && git commit -q -m all",
          "sh git add -A && git commit -q -m all",
          "git commit -q -am tracked",
          "git commit -q -m one F",
          "sh git add F && git commit -q -m staged",
          "git commit -q -a --amend --no-edit",
          "git commit -q --allow-empty --amend -m reworded",
          "git checkout -q -b B",
          "git checkout -q B",
          "git checkout -q B",
          "git checkout -q main",
          "git checkout -q main",
          "git checkout -q -f B",
          "git checkout -q -m B",
          "git checkout -q B -- F",
          "git checkout -q -- F",
          "git switch -q --detach HEAD~1",
          "git restore -S -W --source=HEAD~1 F",
          "git merge -q --no-edit B",
          "git merge -q --no-edit main",
          "git merge -q --no-ff --no-edit B",
          "git merge -q --no-edit -X theirs B",
          "git merge -q --no-edit -X ours main",
          "git merge -q --squash B",
          "git merge --abort",
          "sh git checkout -q --theirs . && git add -A && git commit -q --no-edit",
          "sh git checkout -q --ours . && git add -A && git commit -q --no-edit",
          "git rebase -q main",
          "git rebase -q B",
          "git rebase -q -X theirs main",
          "git rebase -q --autostash B",
          "git rebase -q --onto main HEAD~1",
          "git rebase -q --root",
          "git rebase -q --exec true HEAD~2",
          "sh GIT_SEQUENCE_EDITOR=\"sed -i '2s/^pick/squash/'\" git rebase -q -i HEAD~2",
          "sh GIT_SEQUENCE_EDITOR=\"sed -i '2s/^pick/fixup/'\" git rebase -q -i HEAD~3",
          "sh GIT_SEQUENCE_EDITOR=\"sed -i '1s/^pick/drop/'\" git rebase -q -i HEAD~2",
          "sh GIT_SEQUENCE_EDITOR=\"sed -i '1{h;d};2{G}'\" git rebase -q -i HEAD~2",
          "git rebase --abort",
          "git rebase --skip",
          "sh git add -A && git rebase --continue",
          "git cherry-pick B",
          "git cherry-pick -n B",
          "git cherry-pick -X theirs main",
          "git cherry-pick --abort",
          "git revert --no-edit HEAD",
          "git revert -n HEAD~1",
          "git reset -q --soft HEAD~1",
          "git reset -q HEAD~1",
          "git reset -q --hard HEAD~1",
          "git reset -q --hard ORIG_HEAD",
          "git reset -q --hard HEAD@{1}",
          "git reset -q --keep HEAD~1",
          "git reset -q -- F",
          "sh git reset -q --soft HEAD~2 && git commit -q -m squashed",
          "git stash -q",
          "git stash push -q -u",
          "git stash push -q F",
          "git stash pop -q",
          "git stash pop -q",
          "git stash apply -q",
          "git stash branch from-stash",
          "git branch -f B HEAD",
          "git branch -q -D B",
          "sh git reflog expire --expire=now --all && git gc -q --prune=now",
          "sh git update-ref refs/heads/main $(git commit-tree -p HEAD~1 -m r HEAD^{tree})",
          "git mv F F.moved",
          "git rm -q -f F",
          "git push -q -f origin main",
          "git pull -q --no-rebase --no-edit",
          "git pull -q --rebase",
          "git pull -q --ff-only",
          "git clean -q -f");

  private static final Set<String> MOVING = Set.of("mv", "rm", "carry", "move");

  private final RandomGenerator random;
  private final List<String> operations = new ArrayList<>();
  private int words;

  private OriginFuzz(RandomGenerator random) {
    this.random = random;
  }

  /// A script.
  static List<String> script(RandomGenerator random, int length) {
    var fuzz = new OriginFuzz(random);
    fuzz.begin();
    for (var i = 0; i < length; i++) {
      fuzz.next();
    }
    fuzz.add("look");
    return fuzz.operations;
  }

  private void add(String operation) {
    operations.add(operation);
  }

  private void begin() {
    for (var i = 0; i < 2 + random.nextInt(2); i++) {
      add("me save f" + i + " " + words(2 + random.nextInt(6)));
    }
    if (random.nextInt(6) > 0) {
      add("me sh git add -A && git commit -q -m first");
      if (random.nextInt(3) == 0) {
        add("me git checkout -q -b b0");
        add("me line f0 " + at() + " " + words(1));
        add("me git commit -q -am before");
        add("me git checkout -q main");
      }
    }
    add("look");
  }

  private void next() {
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3 -> add("me " + edit(false));
      case 4, 5, 6, 7, 8, 9 -> add(agent() + " " + edit(true));
      case 10 -> add("par " + atOnce());
      case 11 -> add(agent() + " stop");
      case 12 -> add("pass " + (1 + random.nextInt(120)));
      case 13 -> add("them " + edit(false));
      case 14, 15, 16, 17 -> add("me " + git());
      default -> add(agent() + " " + git());
    }
    if (random.nextInt(8) > 0) {
      add("look");
    }
  }

  private String atOnce() {
    var some = new ArrayList<String>();
    for (var i = 0; i < 2 + random.nextInt(2); i++) {
      var isPerson = random.nextInt(4) == 0;
      var edit = edit(!isPerson);
      while (MOVING.contains(edit.substring(0, edit.indexOf(' ')))) {
        edit = edit(!isPerson); // files are moved by one at a time
      }
      some.add((isPerson ? "me " : agent() + " ") + edit);
    }
    return String.join(" | ", some);
  }

  private String agent() {
    return AGENTS.get(random.nextInt(AGENTS.size()));
  }

  private String git() {
    return GIT.get(random.nextInt(GIT.size()))
        .replace("F", file())
        .replace("B", "b" + random.nextInt(3));
  }

  private String file() {
    var name = "f" + random.nextInt(4);
    return random.nextInt(8) == 0 ? name + ".moved" : name;
  }

  private String at() {
    return "@" + random.nextInt(8);
  }

  private String words(int count) {
    var list = new ArrayList<String>();
    for (var i = 0; i < count; i++) {
      words++;
      list.add("t" + words);
    }
    return String.join(",", list);
  }

  private String edit(boolean agent) {
    var file = file();
    return switch (random.nextInt(agent ? 16 : 12)) {
      case 0, 1 -> "line " + file + " " + at() + " " + words(1 + random.nextInt(2));
      case 2, 3 -> "insert " + file + " " + at() + " " + words(1 + random.nextInt(3));
      case 4 -> "drop " + file + " " + at();
      case 5 -> "rewrite " + file + " " + at() + " " + words(1 + random.nextInt(2));
      case 6 -> "move " + file + " " + at() + " " + at();
      case 7 -> "indent " + file + " " + at();
      case 8 -> "save " + file + " " + words(1 + random.nextInt(4));
      case 9 -> agent ? "append " + file + " " + words(1) : carry(file);
      case 10 -> "mv " + file + " " + file();
      case 11 -> random.nextInt(3) == 0 ? "rm " + file : "append " + file + " " + words(1);
      case 12 -> "multi " + file + " " + at() + " " + words(1) + " " + at() + " " + words(1);
      case 13 -> "sed " + file + " " + at() + " " + words(1);
      case 14 -> "here " + file + " " + words(1 + random.nextInt(3));
      default -> "opaque " + file + " " + at() + " " + words(1);
    };
  }

  private String carry(String file) {
    return "carry " + file + " " + file() + " " + at() + " " + (1 + random.nextInt(3));
  }
}
