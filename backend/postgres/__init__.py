"""Django's PostgreSQL backend, which asks the socket first whether a kept connection lives."""
