"""Discussion: rooms, messages, and what each person has read."""
