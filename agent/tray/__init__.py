"""The icon in the corner of the screen: how the till is, at one glance, and a menu."""
