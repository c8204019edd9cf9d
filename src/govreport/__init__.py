"""Being built: the full face stands in /tmp/init_full.py until outline.py and checks.py are there."""
