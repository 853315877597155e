"""Receipt printers: transports, profiles and a virtual printer that renders its paper."""
