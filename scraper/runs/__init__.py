"""A run in this process: started, under its lease, its pages written, its end."""
