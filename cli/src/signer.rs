//! Builds the signer and the request from the command line and the settings.

use std::collections::BTreeSet;
use std::io::Write;

use presign::{Expiry, Request, Signer, Version, Warning};

use crate::config;
use crate::config::{Lookup, Overrides};
use crate::failure::Failure;
use crate::options::{ExpiryArgs, PlaceArgs, RequestArgs};
use crate::{shown, values};

/// Builds the signer. Options of the command line take precedence over the settings.
pub(crate) fn signer(place: &PlaceArgs, signurl: bool, stderr: &mut dyn Write) -> Result<Signer, Failure> {
    let settings = config::load(&Lookup {
        profile: place.profile.as_deref(),
        s3cfg_first: signurl,
        environment: &|name| std::env::var_os(name),
    })?;
    let signer = settings.signer(&Overrides {
        region: place.region.as_deref(),
        endpoint: place.endpoint_url.as_deref(),
        addressing: place.addressing_style,
        version: (place.v2 || signurl).then_some(Version::V2),
        max_expires_in: place.max_expires_in.map(|seconds| seconds.0),
    })?;
    if let Some(misnamed) = &settings.misnamed {
        warn(stderr, &format!("{misnamed}: the section is not read"));
    }
    if signer.version() == Version::V2 && signer.is_aws() {
        warn(stderr, "AWS refuses Signature Version 2 for buckets created after June 2020");
    }
    Ok(signer)
}

/// Prints the warnings about requests, each once.
pub(crate) fn warn_about<'a>(
    stderr: &mut dyn Write,
    signer: &Signer,
    requests: impl IntoIterator<Item = &'a Request<'a>>,
) {
    let warnings: BTreeSet<_> = requests.into_iter().flat_map(|request| signer.warnings(request)).collect();
    for warning in warnings {
        let option = match warning {
            Warning::BucketInEndpoint => " (--addressing-style cname)",
            _ => "",
        };
        warn(stderr, &format!("{}{option}", warning.message()));
    }
}

/// Prints a warning. Errors are ignored: the URL is printed even if stderr is closed.
pub(crate) fn warn(stderr: &mut dyn Write, text: &str) {
    let _ = writeln!(stderr, "presign: warning: {}", shown::escaped(text));
}

pub(crate) fn expiry(args: &ExpiryArgs) -> Result<Expiry, Failure> {
    let (expires_in, expires_at) =
        (args.expires_in.map(|lifetime| lifetime.0), args.expires_at.map(|timestamp| timestamp.0));
    Ok(Expiry::from_options(expires_in, expires_at)?)
}

/// Returns the Content-Disposition that `--filename` or `--content-disposition` asks for.
pub(crate) fn disposition(args: &RequestArgs) -> Result<Option<String>, Failure> {
    let Some(filename) = &args.filename else { return Ok(args.content_disposition.clone()) };
    if !is_download(method(args)) {
        return Err(Failure::Usage(
            "--filename is about the response to GET and HEAD: leave it out for other methods".to_owned(),
        ));
    }
    Ok(Some(presign::attachment(filename)?))
}

/// The values that are parameters about the response of a download, and headers of any other request: the names of both.
pub(crate) const CONTENT: [(&str, &str); 2] =
    [("response-content-disposition", "content-disposition"), ("response-content-type", "content-type")];

pub(crate) fn is_download(method: &str) -> bool {
    matches!(method, "GET" | "HEAD")
}

/// Returns the method that all requests of a command line have.
pub(crate) fn method(args: &RequestArgs) -> &str {
    args.method.as_deref().unwrap_or("GET")
}

/// Query parameters and headers, split into names and values, which a request borrows.
pub(crate) struct Pairs<'a> {
    pub(crate) query: Vec<(&'a str, &'a str)>,
    pub(crate) headers: Vec<(&'a str, &'a str)>,
}

impl<'a> Pairs<'a> {
    /// Splits the parameters and headers. Call it before any other argument is read: where the quotes around a header
    /// are missing, its value is read as another argument, and an error message would repeat it.
    pub(crate) fn new(args: &'a RequestArgs, disposition: Option<&'a str>) -> Result<Self, Failure> {
        let mut pairs = Self::own(args)?;
        for ((parameter, header), value) in
            CONTENT.into_iter().zip([disposition, args.content_type.as_deref()])
        {
            let Some(value) = value else { continue };
            if is_download(method(args)) {
                pairs.query.push((parameter, value));
            } else {
                pairs.headers.push((header, value));
            }
        }
        Ok(pairs)
    }

    /// Splits the parameters and headers that are given by name.
    pub(crate) fn own(args: &'a RequestArgs) -> Result<Self, Failure> {
        let numbered = args.headers.iter().zip(1..);
        let headers = numbered.map(|(text, number)| values::header(number, text));
        let query = args.query.iter().map(|text| values::query(text));
        Ok(Self { query: query.collect(), headers: headers.collect::<Result<_, _>>()? })
    }

    pub(crate) fn request(
        &'a self,
        args: &'a RequestArgs,
        bucket: &'a str,
        key: &'a str,
        expiry: Expiry,
    ) -> Request<'a> {
        Request::new(method(args), bucket, key)
            .query(&self.query)
            .headers(&self.headers)
            .expiry(expiry)
            .sign_at(args.sign_at.map(|moment| moment.0))
            .stable_for(args.stable_for.map_or(0, |window| window.0))
    }
}
