//! `presign._presign`: the core for Python. Nothing here signs; arguments and errors are translated.
//!
//! | module | what it does |
//! |---|---|
//! | `signer` | the class `Signer` |
//! | `options` | the keywords that its methods share, made into a request |
//! | `text`, `times`, `gather`, `pairs`, `disposition` | single arguments |
//! | `many` | many keys at once, as a list |
//! | `column`, `arrow`, `signed`, `linked` | many keys at once, as an Arrow column: what comes in, and what goes out |
//! | `presigned` | a link with its headers |
//! | `post`, `policy` | a form for an upload; a bucket policy |
//! | `verify`, `secret` | the class `Verifier`, and where it has the secret keys from |
//! | `inspect`, `explain` | what a link says, and why a storage refuses it |
//! | `received` | the arguments of these three, made into a request that came in |
//! | `errors` | the exceptions |
//! | `refused` | the verdict on a request that is not let in |
//! | `command` | the command line |

mod arrow;
mod column;
mod command;
mod disposition;
mod errors;
mod explain;
mod gather;
mod inspect;
mod linked;
mod many;
mod options;
mod pairs;
mod policy;
mod post;
mod presigned;
mod received;
mod refused;
mod secret;
mod signed;
mod signer;
mod text;
mod times;
mod verify;

use pyo3::prelude::*;

#[pymodule(name = "_presign", gil_used = false)]
fn presign_module(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("MAX_EXPIRES_IN", presign::MAX_EXPIRES_IN)?;
    module.add_class::<signer::Signer>()?;
    module.add_class::<presigned::PresignedRequest>()?;
    module.add_class::<linked::LinkArray>()?;
    module.add_class::<linked::LinkStream>()?;
    module.add_function(wrap_pyfunction!(policy::ip_policy, module)?)?;
    module.add_class::<secret::Secret>()?;
    module.add_class::<verify::Verifier>()?;
    module.add_class::<verify::Verified>()?;
    module.add_class::<inspect::Inspection>()?;
    module.add_class::<explain::Explanation>()?;
    module.add_function(wrap_pyfunction!(inspect::inspect, module)?)?;
    module.add_function(wrap_pyfunction!(explain::explain, module)?)?;
    module.add_function(wrap_pyfunction!(command::run_command, module)?)?;
    refused::register(module)?;
    errors::register(module)
}
