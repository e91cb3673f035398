"""The core of Throughline: records in, entities and links derived, questions asked, flags kept."""
