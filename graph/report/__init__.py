"""A chronology of what one person did to another, for an application to a court."""
