"""What happens to lots and accounts when points are held, taken, given back or lost; pure."""
