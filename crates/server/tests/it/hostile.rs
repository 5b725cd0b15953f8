//! Malformed, oversized, replayed and forged requests: each gets a clear answer.
