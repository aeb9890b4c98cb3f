"""One module per format: bytes in, a validated project or a list of located errors out; touches no path or session."""
