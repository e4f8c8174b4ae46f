-- Instants are seconds UTC, civil dates are ISO text. Documents are JSON; columns beside them are projections for lists.

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One operation is what Do does at once: one id, one undo step. Operations of one import share a batch.
CREATE TABLE operation (
  id        TEXT PRIMARY KEY,
  batch     TEXT NOT NULL DEFAULT '',
  title     TEXT NOT NULL,
  official  INTEGER NOT NULL,
  recorded  INTEGER NOT NULL,
  first_seq INTEGER NOT NULL,
  last_seq  INTEGER NOT NULL,
  undoes    TEXT NOT NULL DEFAULT '',
  undone_by TEXT NOT NULL DEFAULT '',
  result    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX operation_by_official ON operation (official, last_seq);
CREATE INDEX operation_by_batch ON operation (batch, last_seq) WHERE batch <> '';

CREATE TABLE journal (
  seq       INTEGER PRIMARY KEY,
  happened  INTEGER NOT NULL,
  recorded  INTEGER NOT NULL,
  official  INTEGER NOT NULL,
  actor     TEXT NOT NULL,
  operation TEXT NOT NULL,
  action    TEXT NOT NULL,
  version   INTEGER NOT NULL,
  noun      TEXT NOT NULL,
  object    INTEGER NOT NULL,
  payload   TEXT NOT NULL,
  digest    BLOB NOT NULL,
  inverse   TEXT NOT NULL,
  closing   BLOB NOT NULL,                  -- on the last row of an operation: digest of its row in operation
  prev      BLOB NOT NULL,
  hash      BLOB NOT NULL
) STRICT;
CREATE INDEX journal_by_object ON journal (noun, object, seq);

-- Append-only, also against INSERT OR REPLACE: a row enters only behind the last one.
CREATE TRIGGER journal_append BEFORE INSERT ON journal
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM journal)
  OR NEW.prev IS NOT coalesce((SELECT hash FROM journal ORDER BY seq DESC LIMIT 1), x'')
BEGIN SELECT raise(ABORT, 'journal: a row may only be appended'); END;
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
BEGIN SELECT raise(ABORT, 'journal: rows are never changed'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN SELECT raise(ABORT, 'journal: rows are never removed'); END;

CREATE TABLE appeal (
  id          INTEGER PRIMARY KEY,
  rev         INTEGER NOT NULL,
  open        INTEGER NOT NULL,             -- 1 while an answer is owed
  stage       TEXT NOT NULL,
  channel     TEXT NOT NULL,
  external_id TEXT NOT NULL,
  also        TEXT NOT NULL,                -- further registrations, "channel:number" by line feeds
  numbers     TEXT NOT NULL,                -- every foreign number, folded, by spaces
  holder      TEXT NOT NULL,
  held_since  INTEGER NOT NULL,
  unit        INTEGER NOT NULL,
  kind        TEXT NOT NULL,
  genre       TEXT NOT NULL,
  priority    TEXT NOT NULL,
  topic       TEXT NOT NULL,
  topic_group TEXT NOT NULL,
  topic_codes TEXT NOT NULL,                -- of the topic and the questions, each as " code."
  place       TEXT NOT NULL,
  received    INTEGER NOT NULL,
  answered_at INTEGER,
  closed_at   INTEGER,
  due_kind    TEXT NOT NULL,
  due         TEXT NOT NULL,                -- civil date, or RFC 3339 UTC for an instant
  late_from   INTEGER NOT NULL,             -- late in the channel from this instant
  answer_by   TEXT NOT NULL,
  sort_at     INTEGER NOT NULL,             -- the earlier of the channel's instant and ours
  late        INTEGER,                      -- verdict of an answered case; NULL while open
  policy      TEXT NOT NULL,
  calendar    TEXT NOT NULL,
  outcome     TEXT NOT NULL,
  mark        INTEGER NOT NULL,
  waiting     INTEGER NOT NULL,
  wrote_again INTEGER NOT NULL,             -- unseen messages of the citizen
  drafts      INTEGER NOT NULL,
  replies     INTEGER NOT NULL,
  promise     TEXT NOT NULL,                -- nearest open promise
  as_of       INTEGER NOT NULL,             -- watermark of the export
  summary     TEXT NOT NULL,
  search_id   INTEGER NOT NULL,
  scored      INTEGER NOT NULL,             -- when the answer was judged; 0 = not
  until       INTEGER NOT NULL,             -- the last instant the case can matter to a figure
  figures     BLOB NOT NULL                 -- what figures know of the case, packed by model/stats
) STRICT;
CREATE INDEX appeal_open ON appeal (sort_at, id) WHERE open = 1;
CREATE INDEX appeal_open_holder ON appeal (holder, sort_at, id, stage, late_from, unit, channel) WHERE open = 1;
CREATE INDEX appeal_open_stage ON appeal (stage, sort_at, id) WHERE open = 1;
CREATE INDEX appeal_sort ON appeal (sort_at, id);
CREATE INDEX appeal_answered ON appeal (answered_at, id) WHERE stage = 'answered';
-- Figures of any period are read from this index alone.
CREATE INDEX appeal_received ON appeal (received, id, until, figures);
CREATE INDEX appeal_unhappy ON appeal (sort_at, id) WHERE mark BETWEEN 1 AND 2 AND scored = 0 AND open = 0;
CREATE UNIQUE INDEX appeal_search ON appeal (search_id);

CREATE TABLE appeal_doc (
  id  INTEGER PRIMARY KEY,
  doc TEXT NOT NULL
) STRICT;

-- Words of citizens and officials. The id carries its owner: appeal << 16 | number; the journal knows only salted hashes.
CREATE TABLE text (
  id   INTEGER PRIMARY KEY,
  salt BLOB NOT NULL,
  hash TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;

CREATE TABLE registration (
  channel     TEXT NOT NULL,
  external_id TEXT NOT NULL,
  appeal      INTEGER NOT NULL,
  second_id   TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  PRIMARY KEY (channel, external_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX registration_second ON registration (second_id) WHERE second_id <> '';

-- The office: units, officials, grants, settings, batches… each a small document.
CREATE TABLE noun (
  noun TEXT NOT NULL,
  id   INTEGER NOT NULL,
  rev  INTEGER NOT NULL,
  doc  TEXT NOT NULL,
  PRIMARY KEY (noun, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX noun_quarantine ON noun (doc ->> 'key') WHERE noun = 'quarantine';

-- Distinct words of a column, so that a filter by words finds its values without reading the queue.
CREATE TABLE facet (
  field  TEXT NOT NULL,
  value  TEXT NOT NULL,
  folded TEXT NOT NULL,
  PRIMARY KEY (field, value)
) STRICT, WITHOUT ROWID;

-- Numbers for the words that packed figures name: topics, settlements, ways of arrival, reasons. They are never taken back.
CREATE TABLE word (
  id    INTEGER PRIMARY KEY,
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  UNIQUE (field, value)
) STRICT;

-- Text being typed, per case and official, outside journal and undo.
CREATE TABLE buffer (
  appeal   INTEGER NOT NULL,
  official INTEGER NOT NULL,
  base_rev INTEGER NOT NULL,
  saved    INTEGER NOT NULL,
  body     TEXT NOT NULL,
  PRIMARY KEY (appeal, official)
) STRICT, WITHOUT ROWID;

CREATE TABLE desk (
  official INTEGER PRIMARY KEY,
  doc      TEXT NOT NULL
) STRICT;

-- Words are folded and stemmed by the program; dim holds the filter's dimensions as tokens.
CREATE VIRTUAL TABLE search USING fts5(txt, who, dim, tokenize = 'ascii', content = '', contentless_delete = 1);
INSERT INTO search (search, rank) VALUES ('automerge', 0);
INSERT INTO search (search, rank) VALUES ('crisismerge', 1000);
INSERT INTO search (search, rank) VALUES ('hashsize', 16777216);
