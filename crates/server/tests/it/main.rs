//! Pages and routes as a browser meets them.

mod access;
mod harness;
mod messages;
mod samples;
