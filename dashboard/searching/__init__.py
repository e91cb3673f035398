"""A search by filters: their form, and what it found as a grid."""
