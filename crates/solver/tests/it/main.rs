//! The exact engine, held against every plan of tiny rotas, and the program as its parent sees it.

#![cfg(test)]

mod engine;
#[path = "../../../rota/tests/it/naive.rs"]
mod naive;
mod program;
