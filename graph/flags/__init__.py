"""Flags: what the rules found, kept from night to night."""
