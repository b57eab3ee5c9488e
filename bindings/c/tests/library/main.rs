//! The header, the exported symbols, and C and C++ programs that are linked against the libraries.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod build;
mod forms;
mod header;
mod programs;
mod symbols;
mod vectors;
