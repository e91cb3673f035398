"""Rules: asked, measured, and put into words."""
