//! Bonds between persons, and ties to the network.
