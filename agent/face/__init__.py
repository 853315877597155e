"""The cashier's face: a page that the agent serves to this computer's own browser, live."""
