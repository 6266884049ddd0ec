"""The design system: tokens, components, Persian tags, fields and the gallery."""
