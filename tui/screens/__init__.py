"""One file a screen: it lays widgets out, starts workers and routes messages."""
