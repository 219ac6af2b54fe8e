"""What is asked: its words made to stand alone, whose it is, its kind, the places and days it names."""
