"""The queue of flags: its filters, its rows, the chosen flag, and what is said of it."""
