"""Thousands of files: shards, resuming, quarantine; on the processors here or a cluster."""
