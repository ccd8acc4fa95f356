"""What pages cost, what a run may spend, and the gateway to the balances."""
