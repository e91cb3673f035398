"""The parts of the page of oversight: its tables with bars, and the funnel plot of orders."""
