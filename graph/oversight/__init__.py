"""What is seen from above: outcomes, orders and gaps as figures, and how the installation runs."""
