"""Builders: a test's world, made through operations, so that no test starts from the impossible."""
