-- Two views of every desk walked all appeals: promises not kept yet, and recent answers whose quality is still to be judged.
CREATE INDEX appeal_promise ON appeal (promise, id) WHERE promise <> '';
CREATE INDEX appeal_sample ON appeal (answered_at, mark, scored, open) WHERE scored = 0 AND open = 0 AND answered_at IS NOT NULL;
-- Counters of people's own views ask for more than a holder and a term: what a view of open cases usually asks is read from this index alone.
DROP INDEX appeal_open_holder;
CREATE INDEX appeal_open_holder ON appeal (holder, sort_at, id, stage, late_from, unit, channel, also, kind, genre, priority, topic_group, topic,
  topic_codes, place, received, waiting, drafts, replies, promise, mark) WHERE open = 1;
