"""The domain as pure functions over frozen models; touches no clock, file, environment, terminal or store."""
