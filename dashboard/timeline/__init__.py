"""The timeline: lanes of incidents, orders and contacts."""
