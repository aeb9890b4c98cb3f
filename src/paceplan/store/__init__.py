"""The workspace on disk: journal, checkpoint, lock and recovery; touches its own files and `core`, nothing else."""
