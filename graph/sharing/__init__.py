"""What leaves of one person: a case that is shared with a support service, and subject access."""
