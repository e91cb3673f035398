// name:     parted
// does:     Gives from whom these people were parted.
// params:   ids: list[str]
// returns:  id: str, of: str
MATCH (c:Change)
WHERE c.kind = 'split' AND c.other IN $ids
RETURN DISTINCT c.other AS id, c.person AS of
ORDER BY id, of
