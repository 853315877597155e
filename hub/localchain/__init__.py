"""A TON chain in this process: the real TVM, real prices, and a lite-server in front."""
