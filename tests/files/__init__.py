"""Project files: what is written out comes in again, and what cannot come in is told apart line by line."""
