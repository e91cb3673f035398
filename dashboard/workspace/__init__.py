"""The chart and the timeline of somebody, with the panel for what is chosen."""
