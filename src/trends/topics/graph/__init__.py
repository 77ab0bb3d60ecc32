"""The graph of papers, and its communities at several layers."""
