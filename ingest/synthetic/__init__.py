"""A region that never was: six invented forces, their deliveries, and the truth behind them."""
