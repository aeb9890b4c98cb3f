"""What is written out for people to read, read by a parser."""
