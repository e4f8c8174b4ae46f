-- Two views of every desk walked all appeals: promises not kept yet, and recent answers whose quality is still to be judged.
CREATE INDEX appeal_promise ON appeal (promise, id) WHERE promise <> '';
CREATE INDEX appeal_sample ON appeal (answered_at, mark, scored, open) WHERE scored = 0 AND open = 0 AND answered_at IS NOT NULL;
-- What a view of open cases may ask is read from the index it goes by: no row is looked at in vain, and all counters are one walk.
DROP INDEX appeal_open;
CREATE INDEX appeal_open ON appeal (sort_at, id, holder, stage, late_from, unit, channel, also, kind, genre, priority, topic_group, topic,
  topic_codes, place, received, waiting, drafts, replies, promise, mark) WHERE open = 1;
