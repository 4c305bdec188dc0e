"""What the sample catalogue holds."""
