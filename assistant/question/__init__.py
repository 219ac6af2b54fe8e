"""What is asked: its words made to stand alone, whose it is, its kind, the places and days.

The places and days are those that it names.
"""
