"""Finding a word among 1,200,000 messages, against trigrams and a plain GIN."""
