"""The cashier's window and strip: a browser's own window that follows the agent's page."""
