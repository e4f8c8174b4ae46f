-- Some views and filters walked all appeals: promises not kept yet, recent answers and those to be judged, what was closed these days, what
-- waits for the citizen, what is written here.
CREATE INDEX appeal_promise ON appeal (promise, id) WHERE promise <> '';
DROP INDEX appeal_answered;
CREATE INDEX appeal_answered ON appeal (answered_at, id, mark, scored, open) WHERE answered_at IS NOT NULL;
CREATE INDEX appeal_closed ON appeal (closed_at, id) WHERE closed_at IS NOT NULL;
CREATE INDEX appeal_waiting ON appeal (sort_at, id) WHERE waiting = 1;
CREATE INDEX appeal_drafted ON appeal (sort_at, id) WHERE drafts > 0;
-- What a view of open cases may ask is read from the index it goes by: no row is looked at in vain, and all counters are one walk.
DROP INDEX appeal_open;
CREATE INDEX appeal_open ON appeal (sort_at, id, holder, stage, late_from, unit, channel, also, kind, genre, priority, topic_group, topic,
  topic_codes, place, received, waiting, drafts, replies, promise, mark) WHERE open = 1;
