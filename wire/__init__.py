"""How requests and refusals look on the wire: problems, pages, preconditions, keys."""
