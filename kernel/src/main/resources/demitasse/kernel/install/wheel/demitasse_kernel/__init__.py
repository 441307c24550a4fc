"""A Java kernel for Jupyter: its jars, and what starts them."""
