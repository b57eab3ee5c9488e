//! The command line and the settings together: a signer, and what a request is made of.

use std::io::Write;

use presign::{Expiry, Request, Signer, Version};

use crate::args::{EndArgs, PlaceArgs, RequestArgs};
use crate::config::{self, Lookup, Wishes};
use crate::failure::Failure;
use crate::{shown, values};

/// What stands on the command line wins over the settings.
pub(crate) fn signer(place: &PlaceArgs, signurl: bool, stderr: &mut dyn Write) -> Result<Signer, Failure> {
    let settings = config::load(&Lookup {
        profile: place.profile.as_deref(),
        s3cfg_first: signurl,
        environment: &|name| std::env::var_os(name),
    })?;
    let signer = settings.signer(&Wishes {
        region: place.region.as_deref(),
        endpoint: place.endpoint_url.as_deref(),
        addressing: place.addressing_style,
        version: (place.v2 || signurl).then_some(Version::V2),
        max_expires_in: place.max_expires_in.map(|seconds| seconds.0),
    })?;
    if signer.version() == Version::V2 && signer.is_aws() {
        warn(stderr, "AWS refuses signature version 2 for buckets made after June 2020");
    }
    Ok(signer)
}

/// A warning never stops a link, not even where stderr is closed.
pub(crate) fn warn(stderr: &mut dyn Write, text: &str) {
    let _ = writeln!(stderr, "presign: warning: {}", shown::escaped(text));
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
