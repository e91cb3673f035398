// name:     stale_among
// does:     Those of these mentions that wait to be decided, with all that is compared between two of them.
// params:   ids: list[str]
// returns:  id: str, active: bool, force: str?, nominal: str?, forename: str?, middle: str?, surname: str?, other_names: list[str], birth: str?, birth_precision: str?, birth_digits: str?, birth_refused: str?, birth_place: str?, occupation: str?, roll: str?, phones: list[str], emails: list[str], accounts: list[str], addresses: list[str], streets: list[str], localities: list[str], postcodes: list[str]
UNWIND $ids AS wanted
MATCH (m:Mention {id: wanted})
WHERE m.stale
RETURN m.id AS id, m.record IS NOT NULL AS active, m.force AS force, m.nominal AS nominal,
  m.forename AS forename, m.middle AS middle, m.surname AS surname,
  coalesce(m.other_names, []) AS other_names, m.birth AS birth,
  m.birth_precision AS birth_precision, m.birth_digits AS birth_digits,
  m.birth_refused AS birth_refused, m.birth_place AS birth_place,
  m.occupation AS occupation, m.roll AS roll, coalesce(m.phones, []) AS phones,
  coalesce(m.emails, []) AS emails, coalesce(m.accounts, []) AS accounts,
  coalesce(m.addresses, []) AS addresses, coalesce(m.streets, []) AS streets,
  coalesce(m.localities, []) AS localities, coalesce(m.postcodes, []) AS postcodes
