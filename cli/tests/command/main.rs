//! Tests of the whole command: arguments, output and exit code, in an environment that each test defines.
//!
//! All files are one test program, so that they share the runner. Expected URLs are those of `tests/vectors`, which are
//! botocore's.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod batch;
mod batch_output;
mod batch_rows;
mod batch_stream;
mod explain;
mod link;
mod playlist;
mod policy;
mod post;
mod read;
mod refusals;
mod request_refusals;
mod runner;
mod secrets;
mod settings;
mod sign_vectors;
mod signurl;
mod sources;
mod terminal;
#[path = "../../../tests/vectors/mod.rs"]
mod vectors;
