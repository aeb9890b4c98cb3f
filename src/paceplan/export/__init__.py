"""One module per format and one registry; models in, text or bytes out; touches no path, session or terminal."""
