//! `presign s3://...` and `presign signurl`: prints one presigned URL.

use std::ffi::OsStr;
use std::io::Write;

use presign::{Expiry, Request, Signer};
use serde_json::{Map, Value, json};

use crate::args::{LinkArgs, SignurlArgs};
use crate::failure::Failure;
use crate::forms;
use crate::options::{PlaceArgs, RequestArgs};
use crate::shown;
use crate::signer::{Pairs, disposition, expiry, signer, warn_about};
use crate::usage::unexpected_argument;
use crate::values;
use crate::values::SignurlEnd;

pub(crate) fn run(args: &LinkArgs, stdout: &mut dyn Write, stderr: &mut dyn Write) -> Result<(), Failure> {
    let disposition = disposition(&args.request)?;
    let pairs = Pairs::new(&args.request, disposition.as_deref())?;
    let Some(first) = args.uris.first() else {
        return Err(Failure::Usage(format!(
            "no object is given: expected s3://bucket/key, or one of the forms{}\nTry 'presign --help'.",
            forms::list()
        )));
    };
    // Options before a form: `presign --v2 batch s3://bucket`.
    if values::object(first).is_err() && forms::names().iter().any(|name| first == name.as_str()) {
        return Err(Failure::Usage(unexpected_argument()));
    }
    // An argument behind the first may be the rest of a value without quotes, which must not be shown.
    let further = args.uris.iter().skip(1);
    if further.into_iter().any(|uri| values::object(uri).is_err()) {
        return Err(Failure::Usage(unexpected_argument()));
    }
    let objects = args.uris.iter().map(|uri| Ok((uri.as_os_str(), values::object(uri)?)));
    let objects = objects.collect::<Result<Vec<_>, Failure>>()?;
    let options = LinkOptions { expiry: expiry(&args.expiry)?, signurl: false, json: args.json };
    options.print(&objects, &args.request, &pairs, &args.place, stdout, stderr)
}

pub(crate) fn run_signurl(
    args: &SignurlArgs,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> Result<(), Failure> {
    let disposition = disposition(&args.request)?;
    let pairs = Pairs::new(&args.request, disposition.as_deref())?;
    let expiry = match args.expiry.parse()? {
        SignurlEnd::In(seconds) => Expiry::In(seconds),
        SignurlEnd::At(moment) => Expiry::At(moment),
    };
    let objects = [(args.uri.as_os_str(), values::bucket_and_key(&args.uri)?)];
    let options = LinkOptions { expiry, signurl: true, json: args.json };
    options.print(&objects, &args.request, &pairs, &args.place, stdout, stderr)
}

/// The options in which `presign s3://...` and `presign signurl` differ.
struct LinkOptions {
    expiry: Expiry,
    signurl: bool,
    json: bool,
}

/// An object: the argument that names it, and the bucket and the key in it.
type Object<'a> = (&'a OsStr, (&'a str, &'a str));

impl LinkOptions {
    fn print(
        &self,
        objects: &[Object<'_>],
        args: &RequestArgs,
        pairs: &Pairs,
        place: &PlaceArgs,
        stdout: &mut dyn Write,
        stderr: &mut dyn Write,
    ) -> Result<(), Failure> {
        let names_bucket = |(_, (_, key)): &&Object<'_>| key.is_empty();
        if args.query.is_empty()
            && args.method.is_none()
            && let Some((uri, _)) = objects.iter().find(names_bucket)
        {
            return Err(Failure::Usage(format!(
                "{uri:?} names no key: expected s3://bucket/key, or --query or --method for a URL of the bucket itself",
            )));
        }
        let signer = signer(place, self.signurl, stderr)?;
        let requests: Vec<_> =
            objects.iter().map(|(_, (bucket, key))| pairs.request(args, bucket, key, self.expiry)).collect();
        for request in &requests {
            self.print_one(&signer, request, stdout)?;
        }
        warn_about(stderr, &signer, &requests);
        Ok(())
    }

    fn print_one(
        &self,
        signer: &Signer,
        request: &Request<'_>,
        stdout: &mut dyn Write,
    ) -> Result<(), Failure> {
        let link = signer.presign_request(request)?;
        if !self.json {
            return writeln!(stdout, "{}", link.url).map_err(Failure::output);
        }
        let headers: Map<String, Value> =
            link.headers.into_iter().map(|(name, value)| (name, value.into())).collect();
        let object = json!({
            "url": link.url,
            "method": link.method,
            "headers": headers,
            "expires_at": link.expires_at,
        });
        stdout.write_all(shown::object(&object).as_bytes()).map_err(Failure::output)
    }
}
