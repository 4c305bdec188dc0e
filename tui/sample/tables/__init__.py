"""The tables behind the files of the sample site, made by arithmetic."""
