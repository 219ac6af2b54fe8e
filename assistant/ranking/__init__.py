"""Which clauses answer a question, in which order, and whether any does."""
