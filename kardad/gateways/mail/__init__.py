"""E-mail: the port, a mail server by SMTP, and the twins."""
