"""The session: what it does, in which order, what others see of it, and what can be taken back."""
