"""The service desk: ask, be reviewed, be invoiced, pay, receive."""
