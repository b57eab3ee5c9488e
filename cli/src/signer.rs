//! The command line and the settings together: a signer, and what a request is made of.

use std::io::Write;

use presign::{Addressing, Expiry, Request, Signer, Version};

use crate::args::{EndArgs, PlaceArgs, RequestArgs};
use crate::config::{self, Lookup, Settings, Style};
use crate::failure::Failure;
use crate::values;

/// What stands on the command line wins over the settings.
pub(crate) fn signer(
    place: &PlaceArgs,
    bucket: &str,
    signurl: bool,
    stderr: &mut dyn Write,
) -> Result<Signer, Failure> {
    let settings = config::load(&Lookup {
        profile: place.profile.as_deref(),
        s3cfg_first: signurl,
        environment: &|name| std::env::var_os(name),
    })?;
    let version = match settings.version {
        _ if place.v2 || signurl => Version::V2,
        Some(config::Version::V2) => Version::V2,
        Some(config::Version::V4) | None => Version::V4,
    };
    let signer = Signer::builder(&settings.access_key, &settings.secret_key)
        .session_token(settings.session_token.as_ref().map(|token| token.as_str()))
        .credentials_expire_at(settings.credentials_expire_at)
        .region(place.region.as_deref().or(settings.region.as_deref()))
        .endpoint(place.endpoint_url.as_deref().or(settings.endpoint.as_deref()))
        .addressing(addressing(place, &settings, bucket))
        .max_expires_in(place.max_expires_in.map(|seconds| seconds.0))
        .version(version)
        .build()?;
    if version == Version::V2 && signer.is_aws() {
        warn(stderr, "AWS refuses signature version 2 for buckets made after June 2020");
    }
    Ok(signer)
}

fn addressing(place: &PlaceArgs, settings: &Settings, bucket: &str) -> Addressing {
    match (place.addressing_style, settings.style) {
        (Some(style), _) => style,
        (None, Style::Auto) => Addressing::Auto,
        (None, Style::Path) => Addressing::Path,
        (None, Style::Virtual) => Addressing::Virtual,
        // s3cmd's style is about s3cmd's host, not about one given here.
        (None, Style::VirtualIfDnsName) if place.endpoint_url.is_some() => Addressing::Auto,
        (None, Style::VirtualIfDnsName) => Addressing::virtual_or_path(bucket),
    }
}

/// A warning never stops a link, not even where stderr is closed.
pub(crate) fn warn(stderr: &mut dyn Write, text: &str) {
    let _ = writeln!(stderr, "presign: warning: {text}");
}

pub(crate) fn expiry(end: &EndArgs) -> Result<Expiry, Failure> {
    let (life, moment) = (end.expires_in.map(|life| life.0), end.expires_at.map(|moment| moment.0));
    Ok(Expiry::from_options(life, moment)?)
}

/// Query and headers, split into names and values. A request borrows them.
pub(crate) struct Pairs<'a> {
    query: Vec<(&'a str, &'a str)>,
    headers: Vec<(&'a str, &'a str)>,
}

impl<'a> Pairs<'a> {
    /// To be called before any other word is looked at: where a header's quotes were forgotten, its value stands
    /// where another word is expected, and a message would repeat it.
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
