"""Tests about the code itself: what house style asks and a machine can see."""
