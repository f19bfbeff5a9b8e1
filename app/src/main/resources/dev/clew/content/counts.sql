CREATE TABLE IF NOT EXISTS line_count (
  path TEXT PRIMARY KEY,
  sessions TEXT NOT NULL,
  recorded INTEGER NOT NULL,
  known INTEGER NOT NULL,
  blank INTEGER NOT NULL,
  bad INTEGER NOT NULL,
  open_line INTEGER NOT NULL,
  records INTEGER NOT NULL,
  glued INTEGER NOT NULL,
  brought INTEGER NOT NULL,
  attachments INTEGER NOT NULL,
  attachment_bytes INTEGER NOT NULL,
  omitted INTEGER NOT NULL,
  omitted_bytes INTEGER NOT NULL,
  redactions INTEGER NOT NULL,
  first_bad TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS not_read (
  path TEXT NOT NULL,
  reason TEXT NOT NULL,
  files INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (path, reason)
) WITHOUT ROWID;
