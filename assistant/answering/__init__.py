"""From ranked clauses to what is said: the short answer, citations, comparisons, premises, notes."""
