"""What a network knows of a market, and keeps looking at."""
