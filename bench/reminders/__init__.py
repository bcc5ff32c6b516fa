"""A million schedules: an idle tick, what falls due at once, and what beat costs."""
