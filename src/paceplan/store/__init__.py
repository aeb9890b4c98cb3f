"""The workspace on disk: journal, checkpoint, lock, recovery; touches its own files and `core`, never a rule or terminal."""
