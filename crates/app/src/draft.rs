//! What somebody typed and did not yet send.
