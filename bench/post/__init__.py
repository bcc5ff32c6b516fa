"""A durable post: request, one transaction, a listener's socket."""
