//! Creates presigned URLs for S3-compatible storage, offline.
//!
//! A presigned URL is a temporary link to a private object. The owner of the storage makes it from an access key and a
//! secret key. The holder of the URL can use it until it expires; after that the storage answers `403 AccessDenied`.
//! Nothing in this crate uses the network.
//!
//! ```
//! use presign::{Request, Signer};
//!
//! let signer = Signer::builder("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
//!     .endpoint("s-dt2.cloud.gcore.lu")
//!     .region("s-dt2")
//!     .build()?;
//! let url = signer.presign(&Request::get("example-bucket", "image.jpg").expires_in(604_800))?;
//! assert!(url.starts_with("https://s-dt2.cloud.gcore.lu/example-bucket/image.jpg?X-Amz-Algorithm="));
//! # Ok::<(), presign::Error>(())
//! ```
//!
//! # Data flow
//!
//! ```text
//! Signer      where and by whom:  credentials, endpoint, region, addressing, signature version
//!   + Request what:               method, bucket, additional query parameters, signed headers
//!   + Expiry  how long:           lifetime or expiry, signing time, cache window
//!   = Template                    everything but the key: encoded, sorted and hashed as far as possible
//!   + key     -> URL              one pass writes the bytes that are signed and the bytes of the URL
//! ```
//!
//! [`Signer::presign`] does all of it for one URL and writes it in place. [`Signer::template`] stops at the template,
//! for many keys:
//!
//! ```
//! # use presign::{Request, Signer};
//! # let signer = Signer::builder("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY").build()?;
//! let template = signer.template(&Request::get("example-bucket", "").expires_in(3600))?;
//! let mut page = Vec::new();
//! for key in ["a.jpg", "b.jpg"] {
//!     template.presign_into(key, &mut page)?;
//!     page.push(b'\n');
//! }
//! # Ok::<(), presign::Error>(())
//! ```
//!
//! Keys are data, never paths: `//`, `..`, `%2F`, `+` and a leading `/` reach the storage unchanged.

#![deny(unsafe_code)]

mod batch;
mod error;
mod input;
mod limits;
mod policy;
mod post;
mod primitives;
mod received;
mod signing;

pub use batch::{Batch, Links};
pub use error::{BatchError, Error, ErrorKind};
pub use input::addressing::Addressing;
pub use input::credentials::Credentials;
pub use input::expiry::Expiry;
pub use input::keys::Keys;
pub use input::request::Request;
pub use input::version::Version;
pub use limits::MAX_KEY_BYTES;
pub use limits::MAX_TIME;
pub use limits::{DEFAULT_EXPIRES_IN, MAX_EXPIRES_IN};
pub use policy::{DEFAULT_ACTIONS, IpPolicy, IpPolicyDocument};
pub use post::{Condition, MAX_POST_SIZE, Post, PostForm};
pub use received::explain::{Cause, ErrorResponse, ErrorResponseError, Explanation};
pub use received::inspect::{Inspection, Warning, inspect};
pub use received::refusal::{Reason, Refusal};
pub use received::verify::{Secret, Verified, Verifier, VerifierBuilder};
pub use received::{HeaderFilter, Received};
pub use signing::signer::{Presigned, Signer, SignerBuilder};
pub use signing::stages::Stages;
pub use signing::template::Template;

#[cfg(feature = "force-kernel")]
#[doc(hidden)]
pub use primitives::sha256::lanes::force;

/// Compiles and runs the README's examples.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
