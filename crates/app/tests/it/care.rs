//! Who carries a case, and which phase it is in.
