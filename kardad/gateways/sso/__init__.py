"""Log-in at another house (the national window), proved by an OpenID Connect identity token."""
