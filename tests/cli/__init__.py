"""The command line: what it prints, what it changes, and how it ends."""
