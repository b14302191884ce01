-- What the rank needs besides the leads themselves.

-- Where a contact is and whom it works for, in the narrow table that the call list is read from: the country as written
-- (what it means is looked up when it is read, so that a better table of countries needs no migration).
ALTER TABLE open_lead ADD COLUMN country TEXT NOT NULL DEFAULT '';
ALTER TABLE open_lead ADD COLUMN company_id INTEGER;

UPDATE open_lead SET
    country = coalesce((SELECT json_extract(fields, '$.country') FROM contact WHERE id = contact_id), ''),
    company_id = (SELECT company_id FROM contact WHERE id = contact_id);

-- Calls made by the team, and how many of them reached somebody, by the hour since 1970 in which they were made. Not by
-- weekday and hour of the house: what zone that is, the settings say, and they may change. Calls taken back are not counted.
CREATE TABLE reach (
    hour        INTEGER PRIMARY KEY,
    attempts    INTEGER NOT NULL,
    reached     INTEGER NOT NULL
) STRICT;

-- Deals won with their amount, by the place of the win in the log; wins taken back and wins without an amount are left out.
CREATE TABLE won (
    seq         INTEGER PRIMARY KEY,
    amount      REAL NOT NULL
) STRICT;

-- From the log as it stands.
INSERT INTO reach (hour, attempts, reached)
    SELECT at / 3600000, count(*), sum(json_extract(detail, '$.outcome') IN ('reached', 'call_back'))
    FROM activity
    WHERE kind = 'call' AND is_event = 0
        AND act NOT IN (SELECT coalesce(json_extract(detail, '$.act'), 0) FROM activity WHERE kind = 'undo' AND is_event = 0)
    GROUP BY 1;

INSERT INTO won (seq, amount)
    SELECT seq, json_extract(detail, '$.amount')
    FROM activity
    WHERE kind = 'win' AND is_event = 0 AND json_extract(detail, '$.amount') > 0
        AND act NOT IN (SELECT coalesce(json_extract(detail, '$.act'), 0) FROM activity WHERE kind = 'undo' AND is_event = 0);
