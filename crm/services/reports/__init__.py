"""Tables of figures that leave the desk."""
