"""Finding words again, across everything that the person who asks may read."""
