"""Annexes and demand lines as sheets: out as CSV and XLSX, and in again."""
