"""Demand of 300 authorities: a masked table beside a bare GROUP BY."""
