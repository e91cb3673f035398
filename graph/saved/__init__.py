"""What people make for themselves and come back to: charts by name, searches and their news."""
