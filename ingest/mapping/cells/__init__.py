"""One cell of a row: found, read as what it is, remarked on."""
