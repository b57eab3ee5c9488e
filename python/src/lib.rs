//! `presign._presign`: the core's Python module. It converts arguments, results and errors; the core signs.
//!
//! | module | what it does |
//! |---|---|
//! | `signer` | the class `Signer` |
//! | `options` | converts the keywords that its methods share into a request |
//! | `unexpected` | refuses arguments that a function does not take, and says which one was meant |
//! | `text`, `times`, `iterables`, `pairs`, `disposition` | convert single arguments |
//! | `columns`, `values` | the arguments of a batch that are columns; reads their values |
//! | `many`, `rows` | sign many keys and return a list; the rows of a batch |
//! | `column`, `arrow_numbers` | Arrow's text and numbers |
//! | `arrow`, `arrow_batch`, `arrow_output` | read an Arrow column of keys, sign it, and return one of URLs |
//! | `requested_type` | converts it into the type that a consumer requests |
//! | `capsules`, `readable` | how Arrow's data crosses (the only unsafe code); the types that are read |
//! | `request` | the class `PresignedRequest` |
//! | `result` | what the classes of results share |
//! | `playlist` | signs the URIs of an HLS playlist |
//! | `post`, `policy` | sign an upload form; build a bucket policy |
//! | `verify`, `secret` | the class `Verifier`, and the secret keys that it uses |
//! | `inspect`, `explain` | read a presigned URL; explain why a storage refuses it |
//! | `settings` | reads the storage's settings for these three |
//! | `notebook` | shows results of these two in notebooks |
//! | `incoming` | converts the arguments of these three into an incoming request |
//! | `errors` | the exceptions |
//! | `exceptions` | the exception for a refused request |
//! | `command` | the command line |

#![deny(unsafe_code)]

mod arrow;
mod arrow_batch;
mod arrow_input;
mod arrow_numbers;
mod arrow_output;
#[allow(unsafe_code, reason = "Arrow's structs are C's")]
mod capsules;
mod column;
mod columns;
mod command;
mod disposition;
mod errors;
mod exceptions;
mod explain;
mod incoming;
mod inspect;
mod iterables;
mod many;
mod notebook;
mod options;
mod pairs;
mod playlist;
mod policy;
mod post;
mod readable;
mod request;
mod requested_type;
mod result;
mod rows;
mod secret;
mod settings;
mod signer;
mod text;
mod times;
mod unexpected;
mod values;
mod verify;
mod warnings;
mod whole;

use pyo3::prelude::*;

#[pymodule(name = "_presign", gil_used = false)]
fn presign_module(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("MAX_EXPIRES_IN", presign::MAX_EXPIRES_IN)?;
    module.add_class::<signer::Signer>()?;
    module.add_class::<request::PresignedRequest>()?;
    module.add_class::<arrow_output::LinkArray>()?;
    module.add_class::<arrow_output::LinkStream>()?;
    module.add_function(wrap_pyfunction!(policy::ip_policy, module)?)?;
    module.add_class::<secret::Secret>()?;
    module.add_class::<verify::Verifier>()?;
    module.add_class::<verify::Verified>()?;
    module.add_class::<inspect::Inspection>()?;
    module.add_class::<explain::Explanation>()?;
    module.add_function(wrap_pyfunction!(inspect::inspect, module)?)?;
    module.add_function(wrap_pyfunction!(explain::explain, module)?)?;
    module.add_function(wrap_pyfunction!(command::run_command, module)?)?;
    exceptions::register(module)?;
    errors::register(module)
}
