CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE session (
  ref INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  trace TEXT NOT NULL,
  agent TEXT NOT NULL,
  agent_session TEXT NOT NULL,
  subagent TEXT,
  subagent_type TEXT,
  facts TEXT NOT NULL DEFAULT '',
  first_at INTEGER,
  last_at INTEGER,
  mode TEXT NOT NULL,
  version TEXT,
  cwd TEXT,
  repo TEXT,
  branch TEXT,
  title TEXT,
  user TEXT,
  parent INTEGER,
  parent_step INTEGER,
  turns INTEGER NOT NULL DEFAULT 0,
  model_calls INTEGER NOT NULL DEFAULT 0,
  tool_calls INTEGER NOT NULL DEFAULT 0,
  answered INTEGER NOT NULL DEFAULT 0,
  errors INTEGER NOT NULL DEFAULT 0,
  files_read INTEGER NOT NULL DEFAULT 0,
  files_changed INTEGER NOT NULL DEFAULT 0,
  commands INTEGER NOT NULL DEFAULT 0,
  compactions INTEGER NOT NULL DEFAULT 0,
  origin TEXT
);
CREATE INDEX session_trace ON session (trace);
CREATE INDEX session_parent ON session (parent);
CREATE INDEX session_origin ON session (origin) WHERE origin IS NOT NULL;
CREATE TABLE dirty (session INTEGER PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE turn (
  id INTEGER PRIMARY KEY,
  session INTEGER NOT NULL,
  at INTEGER NOT NULL,
  rank TEXT NOT NULL,
  source TEXT NOT NULL,
  title TEXT NOT NULL,
  seq INTEGER NOT NULL,
  by_hook INTEGER NOT NULL
);
CREATE INDEX turn_session ON turn (session, at);
CREATE TABLE step (
  id INTEGER PRIMARY KEY,
  session INTEGER NOT NULL,
  kind TEXT NOT NULL,
  tool TEXT,
  title TEXT NOT NULL,
  rank TEXT NOT NULL,
  title_class INTEGER NOT NULL,
  place INTEGER NOT NULL,
  started INTEGER,
  ended INTEGER,
  duration_ms INTEGER,
  answer_rank TEXT,
  status TEXT,
  error TEXT,
  denial TEXT,
  file_source INTEGER NOT NULL DEFAULT 0,
  child INTEGER,
  provider TEXT,
  model TEXT,
  synthetic INTEGER NOT NULL DEFAULT 0,
  stop_reason TEXT,
  usage_rank TEXT,
  input INTEGER,
  cache_read INTEGER,
  cache_write_5m INTEGER,
  cache_write_1h INTEGER,
  output INTEGER,
  reasoning INTEGER,
  fast INTEGER NOT NULL DEFAULT 0,
  in_us INTEGER NOT NULL DEFAULT 0,
  web_searches INTEGER NOT NULL DEFAULT 0,
  cost_pico INTEGER,
  hook_answer TEXT
);
CREATE INDEX step_session ON step (session, started);
CREATE INDEX step_started ON step (started);
CREATE INDEX step_model ON step (session, started, model) WHERE model IS NOT NULL;
CREATE INDEX step_child ON step (child) WHERE child IS NOT NULL;
CREATE TABLE evidence (step INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (step, seq)) WITHOUT ROWID;
CREATE TABLE path (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE);
CREATE TABLE change (
  step INTEGER NOT NULL,
  source INTEGER NOT NULL,
  path INTEGER NOT NULL,
  op TEXT NOT NULL,
  added INTEGER NOT NULL,
  removed INTEGER NOT NULL,
  PRIMARY KEY (step, source, path, op)
) WITHOUT ROWID;
CREATE INDEX change_path ON change (path);
CREATE TABLE told_due (step INTEGER PRIMARY KEY, stamp INTEGER NOT NULL);
CREATE TABLE changed_outside (
  seq INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  session INTEGER NOT NULL,
  at INTEGER NOT NULL,
  path INTEGER NOT NULL,
  PRIMARY KEY (seq, ordinal)
) WITHOUT ROWID;
CREATE INDEX changed_outside_path ON changed_outside (path);
CREATE TABLE shared (
  kind INTEGER NOT NULL,
  id INTEGER NOT NULL,
  session INTEGER NOT NULL,
  PRIMARY KEY (kind, id, session)
) WITHOUT ROWID;
CREATE INDEX shared_session ON shared (session);
CREATE TABLE mark (
  session INTEGER NOT NULL,
  position INTEGER NOT NULL,
  record TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  place TEXT NOT NULL,
  PRIMARY KEY (session, position, record, ordinal)
) WITHOUT ROWID;
CREATE TABLE telling (
  kind INTEGER NOT NULL,
  id INTEGER NOT NULL,
  session INTEGER NOT NULL,
  data TEXT NOT NULL,
  seqs TEXT NOT NULL,
  PRIMARY KEY (kind, id, session)
) WITHOUT ROWID;
CREATE INDEX telling_session ON telling (session);
CREATE TABLE placed (
  seq INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  span INTEGER NOT NULL,
  PRIMARY KEY (seq, kind, span)
) WITHOUT ROWID;
CREATE INDEX placed_span ON placed (span);
CREATE TABLE usage (
  session INTEGER NOT NULL,
  day TEXT NOT NULL,
  model TEXT NOT NULL,
  calls INTEGER NOT NULL,
  unpriced INTEGER NOT NULL,
  input INTEGER NOT NULL,
  cache_read INTEGER NOT NULL,
  cache_write_5m INTEGER NOT NULL,
  cache_write_1h INTEGER NOT NULL,
  output INTEGER NOT NULL,
  reasoning INTEGER NOT NULL,
  cost_pico INTEGER NOT NULL,
  PRIMARY KEY (session, day, model)
) WITHOUT ROWID;
CREATE TABLE tally (
  session INTEGER NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (session, kind, name)
) WITHOUT ROWID;
CREATE TABLE fact (
  session INTEGER NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (session, kind, key)
) WITHOUT ROWID;
CREATE TABLE permission (
  seq INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  session INTEGER NOT NULL,
  step INTEGER,
  at INTEGER NOT NULL,
  asked TEXT NOT NULL,
  about TEXT,
  mode TEXT,
  result TEXT NOT NULL,
  source TEXT,
  reason TEXT,
  PRIMARY KEY (seq, ordinal)
) WITHOUT ROWID;
CREATE INDEX permission_session ON permission (session);
CREATE INDEX permission_step ON permission (step) WHERE step IS NOT NULL;
CREATE TABLE name (id INTEGER PRIMARY KEY);
CREATE TABLE wanted (
  session INTEGER NOT NULL,
  name INTEGER NOT NULL,
  PRIMARY KEY (session, name)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE text USING fts5(
  terms, content = '', detail = none, columnsize = 0, tokenize = 'ascii'
);
INSERT INTO text (text, rank) VALUES ('secure-delete', 1);
CREATE TABLE told (
  doc INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  span INTEGER NOT NULL,
  at INTEGER NOT NULL
);
CREATE INDEX told_span ON told (span);
CREATE TABLE workspace_change (
  seq INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  record TEXT NOT NULL,
  position INTEGER NOT NULL,
  at INTEGER,
  session INTEGER NOT NULL,
  step INTEGER,
  root INTEGER NOT NULL,
  path INTEGER NOT NULL,
  from_path INTEGER,
  op TEXT NOT NULL,
  before TEXT,
  after TEXT,
  origin TEXT NOT NULL,
  confidence TEXT NOT NULL,
  evidence TEXT NOT NULL,
  candidates TEXT NOT NULL,
  added INTEGER NOT NULL,
  removed INTEGER NOT NULL,
  commit_id TEXT,
  PRIMARY KEY (seq, ordinal)
) WITHOUT ROWID;
CREATE INDEX workspace_change_step ON workspace_change (step) WHERE step IS NOT NULL;
CREATE INDEX workspace_change_session ON workspace_change (session);
CREATE INDEX workspace_change_root ON workspace_change (root, at);
CREATE INDEX workspace_change_path ON workspace_change (path);
CREATE TABLE snapshot (
  seq INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  record TEXT NOT NULL,
  position INTEGER NOT NULL,
  at INTEGER,
  session INTEGER NOT NULL,
  step INTEGER,
  root INTEGER NOT NULL,
  moment TEXT NOT NULL,
  tree TEXT NOT NULL,
  files INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  not_kept INTEGER NOT NULL,
  head TEXT,
  branch TEXT,
  repository INTEGER,
  PRIMARY KEY (seq, ordinal)
) WITHOUT ROWID;
CREATE INDEX snapshot_tree ON snapshot (tree);
CREATE INDEX snapshot_step ON snapshot (step) WHERE step IS NOT NULL;
CREATE INDEX snapshot_session ON snapshot (session);
CREATE INDEX snapshot_root ON snapshot (root, at);
CREATE TABLE worktree (
  seq INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  record TEXT NOT NULL,
  position INTEGER NOT NULL,
  at INTEGER,
  session INTEGER NOT NULL,
  step INTEGER,
  root INTEGER NOT NULL,
  moment TEXT NOT NULL,
  commit_id TEXT,
  modified INTEGER NOT NULL,
  deleted INTEGER NOT NULL,
  untracked INTEGER NOT NULL,
  not_compared INTEGER NOT NULL,
  PRIMARY KEY (seq, ordinal)
) WITHOUT ROWID;
CREATE INDEX worktree_session ON worktree (session);
CREATE TABLE worktree_path (
  seq INTEGER NOT NULL,
  number INTEGER NOT NULL,
  state TEXT NOT NULL,
  path TEXT NOT NULL,
  PRIMARY KEY (seq, number)
) WITHOUT ROWID;
CREATE TABLE git_move (
  seq INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  record TEXT NOT NULL,
  position INTEGER NOT NULL,
  at INTEGER,
  session INTEGER NOT NULL,
  step INTEGER,
  root INTEGER NOT NULL,
  what TEXT NOT NULL,
  name TEXT,
  before TEXT,
  after TEXT,
  operation TEXT,
  PRIMARY KEY (seq, ordinal)
) WITHOUT ROWID;
CREATE INDEX git_move_session ON git_move (session);
CREATE INDEX git_move_step ON git_move (step) WHERE step IS NOT NULL;
CREATE INDEX git_move_root ON git_move (root, at);
CREATE TABLE git_commit (
  seq INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  record TEXT NOT NULL,
  position INTEGER NOT NULL,
  at INTEGER,
  session INTEGER NOT NULL,
  root INTEGER NOT NULL,
  repository INTEGER NOT NULL,
  id TEXT NOT NULL,
  parents TEXT NOT NULL,
  author TEXT NOT NULL,
  authored_at INTEGER,
  committed_at INTEGER,
  subject TEXT NOT NULL,
  not_all TEXT,
  PRIMARY KEY (seq, ordinal)
) WITHOUT ROWID;
CREATE INDEX git_commit_id ON git_commit (id);
CREATE INDEX git_commit_repository ON git_commit (repository, at);
CREATE INDEX git_commit_root ON git_commit (root, at);
CREATE TABLE git_commit_file (
  seq INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  number INTEGER NOT NULL,
  path INTEGER NOT NULL,
  from_path INTEGER,
  op TEXT NOT NULL,
  before TEXT NOT NULL,
  after TEXT,
  border TEXT NOT NULL,
  PRIMARY KEY (seq, ordinal, number)
) WITHOUT ROWID;
CREATE INDEX git_commit_file_path ON git_commit_file (path);
CREATE TABLE missed (
  seq INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  record TEXT NOT NULL,
  position INTEGER NOT NULL,
  at INTEGER,
  session INTEGER NOT NULL,
  step INTEGER,
  what TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (seq, ordinal)
) WITHOUT ROWID;
CREATE INDEX missed_session ON missed (session);
CREATE INDEX missed_step ON missed (step) WHERE step IS NOT NULL;
CREATE TABLE worked_in (session INTEGER NOT NULL, root INTEGER NOT NULL, PRIMARY KEY (session, root)) WITHOUT ROWID;
CREATE TABLE heard (
  step INTEGER NOT NULL,
  source INTEGER NOT NULL,
  at INTEGER,
  PRIMARY KEY (step, source)
) WITHOUT ROWID;
CREATE TABLE hooked (
  session INTEGER PRIMARY KEY,
  hooks INTEGER NOT NULL,
  first_at INTEGER,
  last_at INTEGER,
  rested_at INTEGER,
  failures INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE cause (
  id INTEGER PRIMARY KEY,
  class TEXT NOT NULL,
  confidence TEXT NOT NULL,
  session TEXT,
  step INTEGER,
  at INTEGER,
  evidence TEXT NOT NULL,
  candidates TEXT NOT NULL,
  commit_id TEXT,
  base INTEGER,
  note TEXT,
  note_step INTEGER
);
CREATE TABLE version (
  id INTEGER PRIMARY KEY,
  root INTEGER,
  path INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  at INTEGER NOT NULL,
  session TEXT,
  step INTEGER,
  kind TEXT NOT NULL,
  op TEXT NOT NULL,
  sha256 BLOB,
  blob BLOB,
  pieces BLOB,
  size INTEGER NOT NULL,
  mode TEXT,
  not_kept TEXT,
  predecessor INTEGER,
  cause INTEGER NOT NULL,
  lines INTEGER NOT NULL,
  coarse INTEGER NOT NULL,
  runs BLOB NOT NULL,
  runs_base INTEGER,
  commit_id TEXT
);
CREATE INDEX version_path ON version (path, at);
CREATE INDEX version_root ON version (root, at);
CREATE INDEX version_told_step ON version (step) WHERE root IS NULL;
CREATE INDEX version_blob ON version (blob) WHERE blob IS NOT NULL;
CREATE INDEX version_told ON version (sha256) WHERE root IS NULL;
CREATE TABLE commit_version (
  commit_id TEXT NOT NULL,
  path INTEGER NOT NULL,
  version INTEGER NOT NULL,
  root INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (commit_id, path)
) WITHOUT ROWID;
CREATE INDEX commit_version_version ON commit_version (version);
CREATE INDEX commit_version_root ON commit_version (root, at);
CREATE TABLE told_content (sha256 BLOB PRIMARY KEY, bytes BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE repository (root INTEGER PRIMARY KEY, repository INTEGER NOT NULL, at INTEGER NOT NULL);
CREATE INDEX repository_name ON repository (repository);
CREATE TABLE first_look (root INTEGER PRIMARY KEY, at INTEGER NOT NULL, due INTEGER NOT NULL);
CREATE TABLE origin_due (root INTEGER PRIMARY KEY, at INTEGER NOT NULL);
CREATE TABLE origin_missing (
  object BLOB NOT NULL,
  root INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (object, root)
) WITHOUT ROWID;
CREATE TABLE origin_told (root INTEGER PRIMARY KEY, at INTEGER NOT NULL);
CREATE TABLE claim (
  seq INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  record TEXT NOT NULL,
  at INTEGER,
  form TEXT NOT NULL,
  root INTEGER NOT NULL,
  path INTEGER NOT NULL,
  repository TEXT,
  commit_id TEXT,
  blob TEXT,
  lines TEXT NOT NULL,
  origin TEXT NOT NULL,
  author TEXT,
  tool TEXT,
  conversation TEXT,
  call TEXT,
  model TEXT,
  person TEXT,
  url TEXT,
  PRIMARY KEY (seq, ordinal)
) WITHOUT ROWID;
CREATE INDEX claim_commit ON claim (commit_id) WHERE commit_id IS NOT NULL;
CREATE INDEX claim_blob ON claim (blob) WHERE blob IS NOT NULL;
CREATE INDEX claim_path ON claim (path);
CREATE TABLE stale_write (
  seq INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  record TEXT NOT NULL,
  position INTEGER NOT NULL,
  at INTEGER,
  session INTEGER NOT NULL,
  step INTEGER,
  root INTEGER NOT NULL,
  path INTEGER NOT NULL,
  how TEXT NOT NULL,
  read TEXT,
  read_step INTEGER,
  read_at INTEGER NOT NULL,
  found TEXT,
  left_there TEXT,
  by_whom TEXT NOT NULL,
  by_session TEXT,
  by_step INTEGER,
  by_at INTEGER NOT NULL,
  lost INTEGER,
  restored INTEGER,
  PRIMARY KEY (seq, ordinal)
) WITHOUT ROWID;
CREATE INDEX stale_write_session ON stale_write (session);
CREATE INDEX stale_write_step ON stale_write (step) WHERE step IS NOT NULL;
CREATE INDEX stale_write_by ON stale_write (by_session) WHERE by_session IS NOT NULL;
CREATE INDEX stale_write_path ON stale_write (path);
CREATE TABLE touch (
  path INTEGER NOT NULL,
  at INTEGER NOT NULL,
  step INTEGER NOT NULL,
  session INTEGER NOT NULL,
  PRIMARY KEY (path, at, step)
) WITHOUT ROWID;
CREATE INDEX touch_step ON touch (step) WHERE session <> 0;
CREATE TABLE overlap (path INTEGER PRIMARY KEY, at INTEGER NOT NULL);
CREATE INDEX overlap_at ON overlap (at)
