"""The door of the dashboard: sign-in, the task at hand, and who is let through to what."""
