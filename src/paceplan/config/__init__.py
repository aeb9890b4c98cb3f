"""Settings, paths and data folders as files, read when called; knows neither Textual nor the domain."""
