"""An attack on published pages, by code that shares nothing with what protects them. See docs/security/attacks.md."""
