"""Whether quotations and claims in somebody's text are what the documents say; records and what has changed."""
