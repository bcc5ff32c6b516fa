"""Who may do what. Pure Python: no framework, no database."""
