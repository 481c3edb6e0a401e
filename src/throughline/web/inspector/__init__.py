"""Pages of an inspector: the landscape, and figures that open."""
