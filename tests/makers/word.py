"""What a test asks of a Word file that was read."""


def live(reading):
    """Its live lines."""
    return [reading.of(line) for line in reading.lines]


def gone(reading):
    """What is left out, each with its reason."""
    return [(part.reason, part.sample) for part in reading.left_out]


def complete(reading):
    """Whether every character of the file is live or left out."""
    inside = sum(len("".join(line.split())) for line in live(reading))
    return inside + sum(part.characters for part in reading.left_out) == reading.characters
