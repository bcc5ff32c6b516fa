"""Questions put to the authorities of a network, and what they say: positions, sign-offs, adoptions."""
