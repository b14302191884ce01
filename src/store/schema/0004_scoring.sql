-- The whole scoring model: what contacts have gathered is kept by the place of a rule in the model, not by its name, and
-- companies know who decides and who is active. Nothing of it can be carried over: it is gathered again from the log when
-- the database is next opened, which the missing `rules` asks for.

-- Which of the roles that usually decide are known among its people, one bit each.
ALTER TABLE company ADD COLUMN deciders INTEGER NOT NULL DEFAULT 0;

-- Who of a company acted last, JSON; no row while nobody has.
CREATE TABLE committee (
    company_id  INTEGER PRIMARY KEY REFERENCES company (id),
    state       TEXT NOT NULL
) STRICT;

-- What the contact has gathered under each model that is only looked at, a JSON array; NULL without such models.
ALTER TABLE score ADD COLUMN shadows TEXT;

DELETE FROM score;
UPDATE open_lead SET score = '{}';
DELETE FROM meta WHERE key = 'rules';
