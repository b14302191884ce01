-- The log, and the state that follows from it. Times are Unix milliseconds. Enumerations are kept under the names
-- that they have in JSON, so that a person with a database browser can read them. JSON objects have their keys in a
-- fixed order: state rebuilt from the log is the same to the byte.

-- All that happens to a person: one row each, never changed, never deleted. `seq` is the order in which we learnt of
-- things; without AUTOINCREMENT, because nothing is ever deleted and a rolled back transaction must leave no gap.
CREATE TABLE activity (
    seq         INTEGER PRIMARY KEY,
    act         INTEGER NOT NULL,           -- first entry of the same act; its own seq when it begins one
    contact_id  INTEGER NOT NULL,           -- no REFERENCES: the log stands on its own, state follows from it
    at          INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    by          TEXT NOT NULL,
    source      TEXT NOT NULL,
    is_event    INTEGER NOT NULL,           -- 1: happened outside; 0: an act of Kapula's own
    lane        INTEGER NOT NULL,           -- 0 behaviour, 1 talks, 2 moves, 3 data: what timelines are filtered by
    kind        TEXT NOT NULL,
    detail      TEXT                        -- JSON; NULL when there is nothing to say beyond the kind
) STRICT;

-- Timelines: a window of any filter is one range of this index; the whole timeline is four ranges merged. `seq` is
-- the rowid and so the last column of every index already.
CREATE INDEX activity_timeline ON activity (contact_id, lane, at);

-- What one act wrote, for undo. Only followers: most acts are one entry, and they cost nothing here.
CREATE INDEX activity_act ON activity (act) WHERE act <> seq;

-- Who has acted, and since when.
CREATE TABLE user (
    name        TEXT PRIMARY KEY,
    since       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Settings of the database itself.
CREATE TABLE meta (
    key         TEXT PRIMARY KEY,
    value       TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Counts that screens and `verify` show: kept at every commit, because counting a million rows is not for a hot path.
CREATE TABLE counter (
    name        TEXT PRIMARY KEY,
    value       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- `name_key` is the folded name: two spellings of one name are one company.
CREATE TABLE company (
    id          INTEGER PRIMARY KEY,
    name        TEXT NOT NULL,
    name_key    TEXT NOT NULL UNIQUE,
    fields      TEXT NOT NULL
) STRICT;

CREATE TABLE contact (
    id          INTEGER PRIMARY KEY,
    known_since INTEGER NOT NULL,
    company_id  INTEGER REFERENCES company (id),
    hand        INTEGER NOT NULL,           -- of the lead, repeated here for the two indexes: 0 sales, 1 marketing, 2 closed
    name_key    TEXT NOT NULL,              -- folded name to show
    fields      TEXT NOT NULL,
    custom      TEXT NOT NULL
) STRICT;

-- The list of contacts by name in one hand; the list of everybody is three ranges merged, which is cheaper than a
-- second index over a million names.
CREATE INDEX contact_list ON contact (hand, name_key);

-- The people of a company, those in sales' hand first.
CREATE INDEX contact_company ON contact (company_id, hand) WHERE company_id IS NOT NULL;

-- By what an import recognises a contact. The first claim of a key stands.
-- No REFERENCES: keys are claimed before their contact is saved, and a deferred check would look through all of this
-- table for every contact that is saved.
CREATE TABLE identity (
    kind        TEXT NOT NULL,
    key         TEXT NOT NULL,
    contact_id  INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

-- The four answers; no row while none is known.
CREATE TABLE bant (
    contact_id  INTEGER PRIMARY KEY REFERENCES contact (id),
    answers     TEXT NOT NULL
) STRICT;

-- In whose hand: one row for every contact.
CREATE TABLE lead (
    contact_id  INTEGER PRIMARY KEY REFERENCES contact (id),
    stage       TEXT NOT NULL,
    since       INTEGER NOT NULL,
    owner       TEXT,
    version     INTEGER NOT NULL,
    cycle       INTEGER NOT NULL,
    class       TEXT NOT NULL,
    attempts    INTEGER NOT NULL,
    last_attempt_at INTEGER,
    callback_at INTEGER,
    returned    TEXT,                       -- the last return, JSON
    wake_at     INTEGER,
    due_at      INTEGER                     -- when the passing of time next changes something
) STRICT;

-- The timers: what is due is the beginning of this index.
CREATE INDEX lead_due ON lead (due_at) WHERE due_at IS NOT NULL;

-- The triage list, newest first.
CREATE INDEX lead_triage ON lead (since) WHERE stage = 'triage';

-- Every handoff with its clock and its end; the highest cycle is the latest.
CREATE TABLE handoff (
    contact_id  INTEGER NOT NULL REFERENCES contact (id),
    cycle       INTEGER NOT NULL,
    class       TEXT NOT NULL,
    grade       TEXT NOT NULL,
    score       INTEGER NOT NULL,
    reasons     TEXT NOT NULL,
    urgency     TEXT NOT NULL,
    handed_at   INTEGER NOT NULL,
    handed_by   TEXT NOT NULL,
    owner       TEXT,
    state       TEXT NOT NULL,
    accepted_at INTEGER,
    first_attempt_at INTEGER,
    first_conversation_at INTEGER,
    ended_at    INTEGER,
    PRIMARY KEY (contact_id, cycle)
) STRICT, WITHOUT ROWID;

-- Handoffs of everybody, newest first.
CREATE INDEX handoff_time ON handoff (handed_at);

-- What the score is computed from; no row while nothing has been gathered. Never a score: that depends on the hour.
CREATE TABLE score (
    contact_id  INTEGER PRIMARY KEY REFERENCES contact (id),
    state       TEXT NOT NULL
) STRICT;

-- All that the call list needs, one narrow row for every lead in sales' hand. Repeats what other tables say, because
-- starting must not depend on the number of contacts: fifty thousand rows load from here in a tenth of the time that
-- joining takes.
CREATE TABLE open_lead (
    contact_id  INTEGER PRIMARY KEY REFERENCES contact (id),
    name        TEXT NOT NULL,
    company     TEXT NOT NULL,
    email       TEXT NOT NULL,
    phone       TEXT NOT NULL,
    deal_size   REAL,
    company_size INTEGER,
    do_not_call INTEGER NOT NULL,
    stage       TEXT NOT NULL,
    since       INTEGER NOT NULL,
    owner       TEXT,
    version     INTEGER NOT NULL,
    cycle       INTEGER NOT NULL,
    class       TEXT NOT NULL,
    attempts    INTEGER NOT NULL,
    last_attempt_at INTEGER,
    callback_at INTEGER,
    returned    TEXT,
    wake_at     INTEGER,
    handoff_cycle INTEGER NOT NULL,
    handoff_class TEXT NOT NULL,
    handoff_grade TEXT NOT NULL,
    handoff_score INTEGER NOT NULL,
    handoff_reasons TEXT NOT NULL,
    handoff_urgency TEXT NOT NULL,
    handoff_handed_at INTEGER NOT NULL,
    handoff_handed_by TEXT NOT NULL,
    handoff_owner TEXT,
    handoff_state TEXT NOT NULL,
    handoff_accepted_at INTEGER,
    handoff_first_attempt_at INTEGER,
    handoff_first_conversation_at INTEGER,
    handoff_ended_at INTEGER,
    score       TEXT NOT NULL
) STRICT;

-- Search: any three characters in a row of the folded name, company, e-mail address and phone digits, and a mark of
-- the hand. Contentless: the text itself is in the tables above.
CREATE VIRTUAL TABLE search USING fts5 (
    text, content = '', contentless_delete = 1, tokenize = 'trigram case_sensitive 1'
);
