"""Programs that print ratios: this application beside others, measured in one interleaved run."""
