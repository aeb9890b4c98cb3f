"""Playbooks: the shipped ones say what the methods say, and a broken one stands in nobody's way."""
