//! The network lead's and the unit manager's homes.
