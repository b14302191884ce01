-- By which clock a contact is called within a country of several zones, as written: what it means is looked up when it is
-- read. No contact has such fields yet.
ALTER TABLE open_lead ADD COLUMN state TEXT NOT NULL DEFAULT '';
ALTER TABLE open_lead ADD COLUMN time_zone TEXT NOT NULL DEFAULT '';

-- Of the addresses of pages neither host nor query counts any more: what contacts have gathered is gathered again when the
-- database is next opened, under the model that is in force.
DELETE FROM meta WHERE key = 'rules';
