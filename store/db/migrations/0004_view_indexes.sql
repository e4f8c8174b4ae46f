-- Two views of every desk walked all appeals: promises not kept yet, and recent answers whose quality is still to be judged.
CREATE INDEX appeal_promise ON appeal (promise, id) WHERE promise <> '';
CREATE INDEX appeal_sample ON appeal (answered_at, mark, scored, open) WHERE scored = 0 AND open = 0 AND answered_at IS NOT NULL;
