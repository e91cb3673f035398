"""The engines: one store over Bolt, and how the embedded engine is run."""
