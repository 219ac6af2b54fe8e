"""Who may do what: accounts, sessions, keys, limits."""
