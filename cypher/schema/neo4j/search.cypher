CREATE FULLTEXT INDEX person_ft IF NOT EXISTS
FOR (n:Person) ON EACH [n.name];

CREATE FULLTEXT INDEX alias_ft IF NOT EXISTS
FOR (n:Person) ON EACH [n.other_names];

CREATE FULLTEXT INDEX sound_ft IF NOT EXISTS
FOR (n:Person) ON EACH [n.sounds];

CREATE FULLTEXT INDEX organisation_ft IF NOT EXISTS
FOR (n:Organisation) ON EACH [n.name];

CREATE FULLTEXT INDEX address_ft IF NOT EXISTS
FOR (n:Address) ON EACH [n.lines];

CREATE FULLTEXT INDEX incident_ft IF NOT EXISTS
FOR (n:Incident) ON EACH [n.summary];

CALL db.awaitIndexes(60);
