//! People in a case, their bonds and ties.
