"""What leaves the house: charts in the formats of other tools, each with its marking inside."""
