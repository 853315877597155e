"""The commands of `baursak hub`."""
