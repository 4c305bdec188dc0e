"""How the Tabular and Metrics APIs read a query string and answer with rows."""
