"""The shipped playbooks and the one loader for them and for a user's own; reads files when asked, writes none."""
