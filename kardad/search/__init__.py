"""One search over everything that is public: rows that say what may be found, an index that finds them."""
