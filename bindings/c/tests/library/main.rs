//! Tests of the header, of the exported symbols, and of C programs that are linked with the libraries.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod abi;
mod build;
mod form_table;
mod header;
mod linking;
mod platforms;
mod programs;
mod symbols;
mod url_table;
#[path = "../../../../tests/vectors/mod.rs"]
mod vectors;
