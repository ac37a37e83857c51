"""A news site made from a seed: pages as heavy as real ones, in our own words, served on loopback."""
