"""From a force's files to records, from mentions to people, from nothing to a synthetic region."""
