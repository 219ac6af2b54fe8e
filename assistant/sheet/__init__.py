"""Where a union's members stand on AI at a glance: a sheet, several side by side, and what is
missing.
"""
