//! The consultant's desk, without identities.
