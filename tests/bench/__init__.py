"""Benchmarks: scripts that are run by hand, never with the tests."""
