//! Finds the warnings about a request for a link, before the link is made.

use crate::input::url_prefix::is_in_endpoint;
use crate::{Addressing, Request, Signer, Warning};

impl Signer {
    /// Returns what may be wrong with the link for a request although it can be signed: mistakes that storages would
    /// answer with an error. An empty list is no proof that a storage accepts the link, and what is an error elsewhere is
    /// not looked for. Nothing is signed.
    ///
    /// ```
    /// # use presign::{Request, Signer, Warning};
    /// let signer = Signer::builder("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    ///     .endpoint("https://example-bucket.nyc3.digitaloceanspaces.com")
    ///     .build()?;
    /// let warnings = signer.warnings(&Request::get("example-bucket", "image.jpg"));
    /// assert_eq!(warnings, [Warning::BucketInEndpoint]);
    /// # Ok::<(), presign::Error>(())
    /// ```
    #[must_use]
    pub fn warnings(&self, request: &Request) -> Vec<Warning> {
        let is_dots = |segment: &str| matches!(segment, "." | "..");
        let adds_bucket = self.addressing != Addressing::Cname;
        [
            (Warning::DotSegments, request.key.split('/').any(is_dots)),
            (Warning::BucketInEndpoint, adds_bucket && is_in_endpoint(request.bucket, &self.endpoint)),
            (Warning::AssumedHttps, self.endpoint.is_https_doubtful()),
        ]
        .into_iter()
        .filter_map(|(warning, applies)| applies.then_some(warning))
        .collect()
    }
}
