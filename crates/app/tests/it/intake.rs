//! From assignment to opening: screening, capacity, decisions.
