//! Handing out one person's file.
