"""Parts of the chat that grow out of ui.py live here."""
