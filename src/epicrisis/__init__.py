"""From published case reports to computable patient courses."""
