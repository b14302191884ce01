-- A contact of whom a lead was made and taken, as the first schema stores it. Never edited: databases like this are out
-- there, and every later kapula opens them.
INSERT INTO user VALUES ('anna', 1795331530590);
INSERT INTO user VALUES ('maija', 1795331530246);
INSERT INTO meta VALUES ('rules', '940e998bdf65d5d5');
INSERT INTO counter VALUES ('accepted', 1);
INSERT INTO counter VALUES ('companies', 1);
INSERT INTO counter VALUES ('contacts', 1);
INSERT INTO counter VALUES ('handoffs', 1);
INSERT INTO company VALUES (1, 'Acme Oy', 'acme oy', '{"company_size":"80"}');
INSERT INTO contact VALUES (1, 1795331530246, 1, 0, 'aino niemi', '{"external_id":"E1","full_name":"Aino Niemi","email":"aino@example.com"}', '{}');
INSERT INTO identity VALUES ('email', 'aino@example.com', 1);
INSERT INTO identity VALUES ('external_id', 'E1', 1);
INSERT INTO lead VALUES (1, 'accepted', 1795331530590, 'anna', 2, 1, 'D', 0, NULL, NULL, NULL, NULL, NULL);
INSERT INTO handoff VALUES (1, 1, 'D', 'C4', 15, '[{"rule":"company_ideal","label":"company of 50-999 people, our ideal customer","points":13,"side":"fit"},{"rule":"email_known","label":"e-mail address is known","points":2,"side":"fit"}]', 'normal', 1795331530399, 'maija', 'anna', 'accepted', 1795331530590, NULL, NULL, NULL);
INSERT INTO score VALUES (1, '{"explicit":{"company_ideal":25.0,"email_known":5.0},"tracks":{},"last":null}');
INSERT INTO open_lead VALUES (1, 'Aino Niemi', 'Acme Oy', 'aino@example.com', '', NULL, 80, 0, 'accepted', 1795331530590, 'anna', 2, 1, 'D', 0, NULL, NULL, NULL, NULL, 1, 'D', 'C4', 15, '[{"rule":"company_ideal","label":"company of 50-999 people, our ideal customer","points":13,"side":"fit"},{"rule":"email_known","label":"e-mail address is known","points":2,"side":"fit"}]', 'normal', 1795331530399, 'maija', 'anna', 'accepted', 1795331530590, NULL, NULL, NULL, '{"explicit":{"company_ideal":25.0,"email_known":5.0},"tracks":{},"last":null}');
INSERT INTO activity VALUES (1, 1, 1, 1795331530246, 1795331530246, 'maija', 'import people.csv', 0, 3, 'contact', '{"fields":{"company":"Acme Oy","company_size":"80","email":"aino@example.com","external_id":"E1","full_name":"Aino Niemi"}}');
INSERT INTO activity VALUES (2, 2, 1, 1795331530399, 1795331530399, 'maija', 'cli', 0, 2, 'handoff', '{"accepted_at":null,"cycle":1,"ended_at":null,"first_attempt_at":null,"first_conversation_at":null,"frozen":{"class":"D","grade":"C4","reasons":[{"label":"company of 50-999 people, our ideal customer","points":13,"rule":"company_ideal","side":"fit"},{"label":"e-mail address is known","points":2,"rule":"email_known","side":"fit"}],"score":15},"handed_at":"2026-11-22T07:12:10.399Z","handed_by":"maija","owner":null,"state":"open","urgency":"normal"}');
INSERT INTO activity VALUES (3, 3, 1, 1795331530590, 1795331530590, 'anna', 'cli', 0, 2, 'accept', NULL);
INSERT INTO search (rowid, text) VALUES (1, 'aino niemi' || char(10) || 'acme oy' || char(10) || 'aino@example.com' || char(10) || char(10) || char(1) || 's' || char(1));
