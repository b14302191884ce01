-- By which clock a contact is called within a country of several zones, as written: what it means is looked up when it is
-- read. No contact has such fields yet.
ALTER TABLE open_lead ADD COLUMN state TEXT NOT NULL DEFAULT '';
ALTER TABLE open_lead ADD COLUMN time_zone TEXT NOT NULL DEFAULT '';
