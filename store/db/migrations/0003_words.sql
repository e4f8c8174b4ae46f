-- Rows of before (version 1) say where a case was met word for word. When the case is anonymised these words leave the rows, which get
-- the version 0; the row of the anonymising carries their new digest, and the chain goes on over their hash as it was.
DROP TRIGGER journal_no_update;
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
WHEN NOT (OLD.version = 1 AND NEW.version = 0 AND OLD.noun = 'appeal' AND EXISTS (SELECT 1 FROM meta WHERE key = 'erasing')
  AND NEW.seq IS OLD.seq AND NEW.happened IS OLD.happened AND NEW.recorded IS OLD.recorded AND NEW.official IS OLD.official
  AND NEW.actor IS OLD.actor AND NEW.operation IS OLD.operation AND NEW.action IS OLD.action AND NEW.noun IS OLD.noun
  AND NEW.object IS OLD.object AND NEW.digest IS OLD.digest AND NEW.closing IS OLD.closing AND NEW.prev IS OLD.prev AND NEW.hash IS OLD.hash)
BEGIN SELECT raise(ABORT, 'journal: rows are never changed'); END;
