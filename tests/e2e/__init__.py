"""The program in a real terminal, from outside."""
