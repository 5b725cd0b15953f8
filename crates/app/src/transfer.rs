//! Export, backup and restore.
