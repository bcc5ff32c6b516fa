"""Benchmarks against peers: ratios are promises, absolute times are noise. See README.md."""
