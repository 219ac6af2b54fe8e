"""The command `pincite`: one module a group of commands."""
