//! Pages and routes as a browser meets them.

mod access;
mod harness;
mod hostile;
mod messages;
mod page;
mod samples;
