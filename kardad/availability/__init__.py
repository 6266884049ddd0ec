"""Whether the site could be reached: signed probes, outages by who was hit, certificates for an interval."""
