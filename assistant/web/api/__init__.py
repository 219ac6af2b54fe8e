"""The address that programs and models ask."""
