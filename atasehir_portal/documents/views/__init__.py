"""Pages of the engine. A document's own pages belong to its room; here a block is written, discussed with its past,
merged."""
