"""The room of payment gateways: where a payer is sent to, and what the bank says became of the money."""
