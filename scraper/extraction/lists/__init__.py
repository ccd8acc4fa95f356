"""Records of list pages: regions of sisters, their columns, which column is which field."""
