"""Who a person, a number, an account or a company is, asked of the state's registers through a vendor."""
