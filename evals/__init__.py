"""The evaluation suite: cases, and how they are judged."""
