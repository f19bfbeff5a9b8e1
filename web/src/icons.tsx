/** Icons drawn for this page, 16 units square, stroked in the colour of the text around. */

const KINDS: Record<string, string> = {
  llm_call: "M8 1.8l1.7 4.5 4.5 1.7-4.5 1.7L8 14.2 6.3 9.7 1.8 8l4.5-1.7z",
  bash_command: "M2.5 4l4 4-4 4M8.5 12h5",
  file_read: "M4 1.5h5.5L12.5 4.5v10h-8.5zM9.3 1.7v3h3M6.2 8h4M6.2 10.8h4",
  file_write: "M2.5 13.5l.8-3.3 7.7-7.7 2.5 2.5-7.7 7.7zM9.5 4l2.5 2.5",
  file_delete: "M3 4.5h10M6 4.5v-2h4v2M4.3 4.5l.7 9h6l.7-9",
  search: "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.3 10.3l3.7 3.7",
  network_call:
    "M8 1.8a6.2 6.2 0 1 0 0 12.4 6.2 6.2 0 0 0 0-12.4M1.8 8h12.4M8 1.8c2.3 2 2.3 10.4 0 12.4M8 1.8c-2.3 2-2.3 10.4 0 12.4",
  mcp_call: "M5.5 1.8v3.2M10.5 1.8v3.2M3.5 5h9v2.5a4.5 4.5 0 0 1-9 0zM8 12v2.5",
  subagent: "M4 2v8a3 3 0 0 0 3 3h5M4 5.5h8M12 3.7v3.6M12 11.2v3.6",
  plan: "M2 4l1.2 1.2L5.5 3M2 11l1.2 1.2 2.3-2.2M8 4.2h6M8 11.2h6",
  commit: "M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6M1 8h4.2M10.8 8h4.2",
  approval: "M8 1.5l5.5 2v4c0 3.5-2.3 5.8-5.5 7-3.2-1.2-5.5-3.5-5.5-7v-4zM5.5 8l1.9 1.9 3.3-3.6",
  tool_call:
    "M10 2.2a3.7 3.7 0 0 0-3.3 5L2 12v2h2l4.8-4.7a3.7 3.7 0 0 0 5-4.3l-2.2 2.2-2.2-.6-.6-2.2L11 2.3z",
  test_run:
    "M6 1.8h4M7 1.8v4.4L3 12.7c-.4.8.1 1.5.9 1.5h8.2c.8 0 1.3-.7.9-1.5L9 6.2V1.8M5.2 10h5.6",
};

const SAME_AS: Record<string, string> = {
  patch_apply: "file_write",
  git_diff: "commit",
  pull_request: "commit",
  rollback: "commit",
  lint_run: "test_run",
  build: "test_run",
  ci_step: "test_run",
  evaluation: "test_run",
  secret_scan: "approval",
  code_scan: "approval",
  policy_evaluation: "approval",
  human_review: "approval",
  dependency_install: "network_call",
  agent_run: "subagent",
};

const NAMES: Record<string, string> = {
  llm_call: "Model",
  bash_command: "Shell",
  file_read: "Read",
  file_write: "Write",
  file_delete: "Delete",
  patch_apply: "Patch",
  search: "Search",
  network_call: "Network",
  mcp_call: "MCP",
  subagent: "Sub-agent",
  plan: "Plan",
  tool_call: "Tool",
};

/** What a kind of step is called on the page. */
export function kindName(kind: string): string {
  const known = NAMES[kind];
  if (known) return known;
  const words = kind.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function KindIcon({ kind }: { kind: string }) {
  return <Icon path={KINDS[kind] ?? KINDS[SAME_AS[kind] ?? "tool_call"]!} />;
}

export function Icon({ path }: { path: string }) {
  return (
    <svg
      class="icon"
      viewBox="0 0 16 16"
      width="15"
      height="15"
      aria-hidden="true"
      focusable="false"
    >
      <path d={path} />
    </svg>
  );
}

export const PATHS = {
  back: "M9.5 3L4.5 8l5 5",
  close: "M3.5 3.5l9 9M12.5 3.5l-9 9",
  up: "M3.5 10l4.5-4.5 4.5 4.5",
  down: "M3.5 6l4.5 4.5 4.5-4.5",
  open: "M6 3.5l4.5 4.5L6 12.5",
  find: KINDS["search"]!,
  copy: "M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z",
};

/** The ball of thread. */
export function Mark({ size }: { size: number }) {
  return (
    <svg
      class="mark"
      viewBox="0 0 32 32"
      width={size}
      height={size}
      aria-hidden="true"
      focusable="false"
    >
      <circle cx="15" cy="15" r="11" />
      <path d="M5.5 19.5C10 12 18 7.5 23 7.6M4.3 13C10 8 14 5.5 18 4.4M9.5 24C13 17 20 12 25.5 11.5M15 26c3-6 6-9 11-10.5" />
      <path d="M19 25.3c3 2.7 7 3.2 10.5 1.7" />
    </svg>
  );
}
