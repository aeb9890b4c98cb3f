"""The terminal interface: screens ask the session and show what the core's read models say."""
