"""QR codes and barcodes: reading and drawing."""
