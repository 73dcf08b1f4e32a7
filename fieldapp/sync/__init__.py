"""The sync protocol, version 1: signed append-only ops up, compacted records down; the server judges each op once.

Knows no web framework: tests and the desk need no HTTP.
"""
