//! What works without a network: the outbox and the phone's own pages.
