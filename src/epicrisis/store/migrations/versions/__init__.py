"""The steps, applied in order by `epicrisis.store.migrating`."""
