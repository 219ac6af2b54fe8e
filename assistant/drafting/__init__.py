"""A language model writes sentences; nothing it writes is shown unless a clause bears it."""
