"""Documents that several authorities write at once: the log of updates, and what it adds up to."""
