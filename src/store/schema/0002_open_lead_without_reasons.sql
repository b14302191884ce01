-- The frozen reasons were a third of the time of reading the open leads, and most of the bytes of a row, although the call
-- list speaks of them only where the score of today has nothing to say. They stand in `handoff`.
ALTER TABLE open_lead DROP COLUMN handoff_reasons;
