CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE object (
  id INTEGER PRIMARY KEY,
  sha256 BLOB NOT NULL UNIQUE,
  blob_id BLOB,
  size INTEGER NOT NULL,
  dictionary INTEGER NOT NULL,
  key_salt BLOB,
  data BLOB NOT NULL
);
CREATE TABLE stream (
  id INTEGER PRIMARY KEY,
  agent TEXT NOT NULL,
  agent_session TEXT NOT NULL,
  subagent TEXT NOT NULL,
  kind TEXT NOT NULL,
  mode TEXT NOT NULL,
  name TEXT NOT NULL,
  UNIQUE (name, agent, agent_session, subagent, kind, mode)
);
CREATE TABLE record (
  seq INTEGER PRIMARY KEY,
  source BLOB NOT NULL UNIQUE,
  object INTEGER NOT NULL REFERENCES object,
  salt BLOB NOT NULL,
  stream INTEGER NOT NULL REFERENCES stream,
  position INTEGER NOT NULL,
  line INTEGER NOT NULL
);
CREATE TABLE attachment (
  seq INTEGER NOT NULL REFERENCES record,
  object INTEGER NOT NULL REFERENCES object,
  PRIMARY KEY (seq, object)
) WITHOUT ROWID;
CREATE TABLE pending_leaf (first INTEGER PRIMARY KEY, next INTEGER NOT NULL, leaves BLOB NOT NULL);
CREATE TABLE tombstone (source BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE source_file (
  path TEXT PRIMARY KEY,
  agent TEXT NOT NULL,
  inode INTEGER NOT NULL,
  size INTEGER NOT NULL,
  modified_ms INTEGER NOT NULL,
  offset INTEGER NOT NULL,
  lines INTEGER NOT NULL,
  bad_lines INTEGER NOT NULL,
  line_number INTEGER NOT NULL,
  session TEXT NOT NULL,
  head TEXT NOT NULL,
  head_length INTEGER NOT NULL
) WITHOUT ROWID;
