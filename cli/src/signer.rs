//! Builds the signer and the request from the command line and the settings.

use std::io::Write;
use std::net::IpAddr;

use presign::{Expiry, Request, Signer, Version};

use crate::config;
use crate::config::{Lookup, Overrides};
use crate::failure::Failure;
use crate::options::{EndArgs, PlaceArgs, RequestArgs};
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
    let endpoint = place.endpoint_url.as_deref().or(settings.endpoint.as_deref());
    if let Some(endpoint) = endpoint.filter(|endpoint| is_probably_http(endpoint)) {
        let text = format!(
            "the endpoint {endpoint} has no scheme, so the URL uses https; for http, write http://{endpoint}"
        );
        warn(stderr, &text);
    }
    if signer.version() == Version::V2 && signer.is_aws() {
        warn(stderr, "AWS refuses Signature Version 2 for buckets created after June 2020");
    }
    Ok(signer)
}

/// Whether a valid endpoint names no scheme and looks like a server without a certificate: this machine, an IP address,
/// or a port other than 443.
fn is_probably_http(endpoint: &str) -> bool {
    if endpoint.contains("://") {
        return false;
    }
    let authority = endpoint.split('/').next().unwrap_or_default();
    // The colons of an IPv6 address stand before its bracket.
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port),
        _ => (authority, ""),
    };
    let address = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    !matches!(port, "" | "443") || host.eq_ignore_ascii_case("localhost") || address.parse::<IpAddr>().is_ok()
}

/// Prints a warning. Errors are ignored: the URL is printed even if stderr is closed.
pub(crate) fn warn(stderr: &mut dyn Write, text: &str) {
    let _ = writeln!(stderr, "presign: warning: {}", shown::escaped(text));
}

pub(crate) fn expiry(end: &EndArgs) -> Result<Expiry, Failure> {
    let (lifetime, moment) =
        (end.expires_in.map(|lifetime| lifetime.0), end.expires_at.map(|moment| moment.0));
    Ok(Expiry::from_options(lifetime, moment)?)
}

/// Query parameters and headers, split into names and values, which a request borrows.
pub(crate) struct Pairs<'a> {
    query: Vec<(&'a str, &'a str)>,
    headers: Vec<(&'a str, &'a str)>,
}

impl<'a> Pairs<'a> {
    /// Splits the parameters and headers. Call it before any other argument is read: where the quotes around a header
    /// are missing, its value is read as another argument, and an error message would repeat it.
    pub(crate) fn new(args: &'a RequestArgs) -> Result<Self, Failure> {
        Ok(Self {
            query: args.query.iter().map(|text| values::query(text)).collect(),
            headers: args
                .headers
                .iter()
                .zip(1..)
                .map(|(text, number)| values::header(number, text))
                .collect::<Result<_, _>>()?,
        })
    }

    pub(crate) fn request(
        &'a self,
        args: &'a RequestArgs,
        bucket: &'a str,
        key: &'a str,
        expiry: Expiry,
    ) -> Request<'a> {
        Request::new(args.method.as_deref().unwrap_or("GET"), bucket, key)
            .query(&self.query)
            .headers(&self.headers)
            .expiry(expiry)
            .sign_at(args.sign_at.map(|moment| moment.0))
            .stable_for(args.stable_for.map_or(0, |window| window.0))
    }
}
