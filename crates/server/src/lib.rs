//! HTTP, HTML, JSON, files and the command line.

pub mod api;
pub mod cli;
pub mod config;
mod feed;
pub mod http;
pub mod lang;
pub mod mail;
pub mod page;
pub mod worker;
