"""How well the program does against a known truth."""
