"""The memory: what happened, in order, for ever."""
