//! Finds the warnings about a request for a link, before the link is made.

use crate::input::query;
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
        let mut names: Vec<&str> = request.query.iter().map(|(name, _)| *name).collect();
        names.sort_unstable();
        let is_download = matches!(request.method, "GET" | "HEAD");
        let has_header =
            |is: fn(&str, &str) -> bool| request.headers.iter().any(|(name, value)| is(name, value));
        [
            (Warning::DotSegments, request.key.split('/').any(is_dots)),
            (Warning::RepeatedName, names.windows(2).any(|pair| pair.first() == pair.last())),
            (Warning::BucketInEndpoint, adds_bucket && is_in_endpoint(request.bucket, &self.endpoint)),
            (Warning::AssumedHttps, self.endpoint.is_https_doubtful()),
            (
                Warning::NotLatin1,
                request.query.iter().any(|(name, value)| query::is_beyond_latin1(name, value)),
            ),
            (
                Warning::ContentTypeOfDownload,
                is_download && has_header(|name, _| name.eq_ignore_ascii_case("content-type")),
            ),
            (Warning::HeaderNotAscii, has_header(|_, value| !value.is_ascii())),
            (Warning::EmptyHeader, has_header(|_, value| value.is_empty())),
        ]
        .into_iter()
        .filter_map(|(warning, applies)| applies.then_some(warning))
        .collect()
    }
}
