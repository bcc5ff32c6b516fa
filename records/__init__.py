"""All records of one authority, given out as one archive."""
