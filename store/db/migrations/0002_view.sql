-- Views of the queue that officials saved for themselves, outside journal and undo. words = 1: the query may name a person.
CREATE TABLE view (
  official INTEGER NOT NULL,
  name     TEXT NOT NULL,
  query    TEXT NOT NULL,
  columns  TEXT NOT NULL,                   -- by spaces; '' = the usual ones
  grouping TEXT NOT NULL,
  words    INTEGER NOT NULL,
  PRIMARY KEY (official, name)
) STRICT, WITHOUT ROWID;
