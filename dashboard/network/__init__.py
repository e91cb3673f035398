"""The network: a chart laid out, styled and drawn, and the same as tables."""
