"""From ranked clauses to what is said.

The short answer, citations, comparisons, premises, notes.
"""
