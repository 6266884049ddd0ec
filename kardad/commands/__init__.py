"""The commands of `kardad`, one module each, imported only when it is called."""
