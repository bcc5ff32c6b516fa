"""What a network needs to buy, stated once and written together."""
