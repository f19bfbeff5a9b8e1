package dev.clew.query;

import java.util.List;

/// What `show` tells of a session, a turn, a step and a snapshot.
final class ShowShapes {
  private static final String TURN =
      """
      turn: id - its id
      session: id - its session
      number: number - its place in the session, from 1
      title: text - its prompt in one line
      source: text - where the prompt came from: user, command or queued
      started_at?: time - when it began
      ended_at?: time - when its last step ended
      duration_ms?: number - from beginning to end
      steps: number - how many, with sub-agents
      errors: number - how many failed
      cost_usd: money - at list price
      """;

  private ShowShapes() {}

  static List<Shape> rows() {
    return List.of(
        Shape.of(
            "session_detail",
            "A session with its turns and sub-agents.",
            SessionsQuestion.FIELDS,
            """
            compactions: number - how often the conversation was cut to fit the model
            turn_list: [turn_entry] - its turns
            subagents: [subagent] - the sub-agents that it started
            pull_requests: [pull_request] - pull requests that belong to it
            git_operations: [git_operation] - commits, pushes and the like that its agent reported
            capture_source: text - hooks where they were heard or should have been, else transcript
            captured: number - calls of tools that were captured, with sub-agents
            expected: number - calls of tools, with sub-agents
            last_hook_at?: time - when the last hook fired
            gaps: [gap] - what is missing
            unknown: counts - types and fields that the adapter does not know
            api_errors: counts - failed attempts to call a model
            changed_outside: counts - files that somebody else changed
            settings: any - what it ran under, by name: a list of values each, in order
            started: [moment] - when the agent came to the conversation, and how
            ended: [moment] - when it left it, and why
            permission_checks: [permission_group] - what was checked whether it may do it
            approvals: [approval_asked] - what the agent asked its user's leave for
            aborted_turns: counts - turns that were broken off, by reason
            workspaces: [snapshot_seen] - the first and the last look at each of its workspaces
            worktrees: [worktree_status] - how its work trees differed from their commits
            git_moves: [git_move] - what Git did while it went on
            missed: [missed] - what should have been captured of it and was not
            stale_writes?: [stale_write] - writes from a version that was no longer there, by it or over what it had left; at most 500
            beside: [change_beside] - what changed beside it that no step is known to have done
            beside_total: number - how many such changes there were; at most 500 are listed
            """),
        Shape.of(
            "turn_detail",
            "A turn with its prompt.",
            TURN,
            """
            prompt: text - what was put to the agent
            images: number - images that came with it
            files: [file] - files that it touched, with sub-agents
            """),
        Shape.of(
            "step_detail",
            "A step with everything that its records tell.",
            LogQuestion.FIELDS,
            STEP),
        Shape.of(
            "snapshot_detail",
            "A snapshot: a workspace as it was at one moment or several.",
            SeenFields.SNAPSHOT_FIELDS,
            "moments: [snapshot_seen] - every moment at which it was so, the oldest first"));
  }

  private static final String STEP =
      """
      ended_at?: time - when it ended
      provider?: text - who served the model
      stop_reason?: text - why the model stopped
      request_id?: text - the provider's id of the request
      price_version?: text - the prices that the cost is computed with
      input?: any - the tool's arguments
      text?: text - what the model wrote
      thinking?: text - what the model wrote as reasoning
      output?: text - the tool's result, as the model saw it
      output_truncated?: flag - whether the source cut it
      command?: command - a shell command's streams
      images?: [image] - images in the result
      files: [changed_file] - what it did to files
      permission_checks: [permission_check] - whether it was allowed
      snapshots: [snapshot_seen] - the workspace before and after it
      git_moves: [git_move] - what Git did in it
      missed: [missed] - what was not captured of it
      stale_writes?: [stale_write] - writes from a version that was no longer there, by it or over what it had left
      sources: [source] - the records that tell of it
      evidence: [id] - the same, as ids
      """;

  static List<Shape> parts() {
    return List.of(
        Shape.of(
            "turn_entry",
            "A turn in its session.",
            TURN,
            "first_ordinal: number - the place of its first step in the session's log"),
        Shape.of(
            "approval_asked",
            "What the agent asked its user's leave for.",
            """
            step: text - the step, or the record where no step is known
            asked: text - the kind of request
            reason?: text - why, as the agent put it
            """),
        Shape.of(
            "moment",
            "When the agent came to a conversation or left it.",
            """
            at?: time - when
            why?: text - in the agent's words
            """),
        Shape.of(
            "permission_check",
            "Whether the agent may do something.",
            Checks.ONE,
            "at?: time - when it was checked"),
        Shape.of(
            "permission_group",
            "Checks that differ in nothing but the time and in what was allowed.",
            Checks.ONE,
            """
            count: number - how many
            first_at?: time - when the first was made
            last_at?: time - when the last was made
            """),
        Shape.of(
            "subagent",
            "A sub-agent in its session.",
            """
            session: id - its session
            step?: id - the step that started it
            agent_type?: text - what kind
            title?: text - what it was asked
            steps: number - how many, with its own sub-agents
            cost_usd?: money - at list price
            """),
        Shape.of(
            "pull_request",
            "A pull request.",
            """
            number: number - its number
            url: text - its address
            repository: text - its repository
            """),
        Shape.of(
            "git_operation",
            "Something done with Git.",
            """
            step: text - the step that did it; empty when the source does not say
            operation: text - commit, push, branch or pr
            commit?: text - the commit
            ref?: text - the branch or pull request
            """),
        Shape.of(
            "changed_file",
            "What a step did to a file, with its contents where they were seen or told.",
            """
            path: text - the file, as the agent named it; absolute where it was seen in a workspace
            op: text - read, create, modify, delete or rename
            from?: text - where it was before, for a rename
            added: number - lines added
            removed: number - lines removed
            source: text - workspace where it was seen there, agent where the agent tells it
            marks?: [text] - what it is by its name: lockfile, workflow, generated
            before_sha256?: id - of the content before
            after_sha256?: id - of the content after
            diff?: text - a unified diff
            diff_is_partial?: flag - whether it is of the edited passage alone
            confidence?: text - how sure it is; replayed means from the edit tool's words alone
            before_mode?: text - Git's mode before
            after_mode?: text - Git's mode after
            before_blob?: text - Git's id of the content before
            after_blob?: text - Git's id of the content after
            origin?: text - who did it: agent, human, vcs, baseline or unknown
            evidence?: [text] - what supports that
            candidates?: [id] - the steps that may have done it, where it is not known which
            commit?: text - the commit that it came from
            notes?: [text] - what to know of the contents: binary, not kept, encoding, line ends
            """),
        SeenFields.SNAPSHOT,
        SeenFields.GIT_MOVE,
        SeenFields.MISSED,
        SessionWorkspaces.BESIDE,
        SeenFields.WORKTREE,
        SeenFields.WORKTREE_PATH,
        Shape.of(
            "command",
            "A shell command's streams.",
            """
            command: text - the command line
            stdout: text - what it wrote
            stderr: text - what it complained of
            exit_code?: number - its exit code, where the source tells it
            background_task?: text - the task that goes on
            interrupted?: flag - whether somebody stopped it
            """),
        Shape.of(
            "image",
            "An image that is kept beside its record.",
            """
            sha256: id - of its bytes; `/api/v1/object?sha256=` has them
            media_type: text - what the source calls it
            bytes: number - its size
            """),
        Shape.of(
            "source",
            "A record that tells of a step.",
            """
            record: id - its id
            entry: number - its place in the ledger
            kind: text - what wrote it, in which form
            hook?: text - which of the agent's hooks told it
            file: text - the file it stands in
            line: number - the line, from 1
            """));
  }
}
