"""Published reports of invented units, made from figures in the styles in which offices publish."""
