"""The Main API of the sample site: the catalogue, under `/api/1` and `/api/2`."""
