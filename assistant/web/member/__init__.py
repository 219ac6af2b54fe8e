"""The page a member asks on."""
