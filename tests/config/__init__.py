"""The settings file: what it takes, what it refuses, and how it is written."""
