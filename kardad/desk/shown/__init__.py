"""A request as its client's pages show it: before it is sent, in the list, in its own file; composed once, drawn by templates."""
