//! Consents given, refused and withdrawn.
