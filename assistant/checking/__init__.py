"""Quotations and claims of any text held against the documents; saved answers; versions."""
