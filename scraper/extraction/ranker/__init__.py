"""Which group of candidates is the value of a field, and how sure that is: features, trained trees, calibration."""
