"""Descriptions of HTTP APIs (OpenAPI 3.1 and 3.0, Swagger 2.0), read leniently into one model."""
