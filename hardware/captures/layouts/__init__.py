"""How points of sale in Kazakhstan lay out their papers: one file for each family of layouts."""
