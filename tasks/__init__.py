"""What falls due, and who answers for it."""
