//! Pages and routes as a browser meets them.

#![cfg(test)]

mod access;
mod api;
mod feed;
mod harness;
mod history;
mod hostile;
mod installation;
mod instrument;
mod messages;
mod page;
mod pdf;
mod process;
mod publish;
mod replica;
mod review;
mod rota;
mod samples;
mod site;
mod worker;
