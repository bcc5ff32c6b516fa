"""How networks are doing, in counts, and a word to whom it is quiet around."""
