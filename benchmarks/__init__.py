"""Measures the portal against the bare minimum; `python -m benchmarks`, see README.md."""
