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
//! # Features
//!
//! All are on by default. A program that only signs turns them off and builds no XML, JSON or CIDR crate.
//!
//! - `verify`: [`Verifier`] and [`inspect()`].
//! - `explain`: [`ErrorResponse`]; it turns `verify` on.
//! - `post`: [`Signer::presign_post`].
//! - `policy`: [`IpPolicy`].
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
// Small functions that only an optional part uses stay beside their likes; the full build has no dead code.
#![cfg_attr(
    not(all(feature = "verify", feature = "explain", feature = "post", feature = "policy")),
    allow(dead_code)
)]

mod batch;
mod codes;
mod error;
mod input;
mod limits;
mod playlist;
#[cfg(feature = "policy")]
mod policy;
#[cfg(feature = "post")]
mod post;
mod primitives;
#[cfg(feature = "verify")]
mod received;
mod signing;
mod warning;

pub use batch::{Batch, Links, RequestBatch};
pub use error::{BatchError, Error, ErrorKind};
pub use input::addressing::Addressing;
pub use input::columns::{Columns, Numbers, Texts};
pub use input::credentials::Credentials;
pub use input::disposition::{Disposition, attachment};
pub use input::expiry::Expiry;
pub use input::keys::Keys;
pub use input::request::Request;
pub use input::uri::split_uri;
pub use input::version::Version;
pub use limits::MAX_KEY_BYTES;
pub use limits::MAX_PLAYLIST_BYTES;
#[cfg(feature = "explain")]
pub use limits::MAX_RESPONSE_BYTES;
pub use limits::{DEFAULT_EXPIRES_IN, MAX_EXPIRES_IN};
pub use limits::{MAX_PART_NUMBER, MAX_TIME};
pub use playlist::{Nested, PlaylistError};
#[cfg(feature = "policy")]
pub use policy::{DEFAULT_ACTIONS, IpPolicy, IpPolicyDocument};
#[cfg(feature = "post")]
pub use post::{Condition, MAX_POST_SIZE, Post, PostForm};
#[cfg(feature = "explain")]
pub use received::explain::{Cause, ErrorResponse, ErrorResponseError, Explanation};
#[cfg(feature = "verify")]
pub use received::inspect::{Inspection, inspect};
#[cfg(feature = "verify")]
pub use received::refusal::{Reason, Refusal};
#[cfg(feature = "verify")]
pub use received::verify::{Secret, Verified, Verifier, VerifierBuilder};
#[cfg(feature = "verify")]
pub use received::{HeaderFilter, Received};
pub use signing::signer::{Presigned, Signer, SignerBuilder};
pub use signing::stages::Stages;
pub use signing::template::Template;
pub use warning::Warning;

#[cfg(feature = "force-kernel")]
#[doc(hidden)]
pub use primitives::sha256::lanes::force;

/// Compiles and runs the README's examples.
#[cfg(all(doctest, feature = "policy", feature = "post", feature = "explain"))]
#[doc = include_str!("../README.md")]
struct Readme;
