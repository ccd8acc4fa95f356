"""Pages that are JSON: which of their groups hold the records, and which key is which field."""
