//! `presign s3://...` and `presign signurl`: prints one presigned URL.

use std::ffi::OsStr;
use std::io::Write;

use presign::Expiry;
use serde_json::{Map, Value, json};

use crate::args::{LinkArgs, SignurlArgs};
use crate::failure::Failure;
use crate::options::{PlaceArgs, RequestArgs};
use crate::shown;
use crate::signer::{Pairs, expiry, signer, warn_about};
use crate::values;
use crate::values::SignurlEnd;

pub(crate) fn run(args: &LinkArgs, stdout: &mut dyn Write, stderr: &mut dyn Write) -> Result<(), Failure> {
    let pairs = Pairs::new(&args.request)?;
    let uri = args.uri.as_ref().ok_or_else(|| {
        Failure::Usage("no object is given: expected s3://bucket/key. Try 'presign --help'.".to_owned())
    })?;
    let wish = LinkOptions { uri, expiry: expiry(&args.end)?, signurl: false, json: args.json };
    wish.print(&args.request, &pairs, &args.place, stdout, stderr)
}

pub(crate) fn run_signurl(
    args: &SignurlArgs,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> Result<(), Failure> {
    let pairs = Pairs::new(&args.request)?;
    let expiry = match args.end.parse()? {
        SignurlEnd::In(seconds) => Expiry::In(seconds),
        SignurlEnd::At(moment) => Expiry::At(moment),
    };
    let wish = LinkOptions { uri: &args.uri, expiry, signurl: true, json: args.json };
    wish.print(&args.request, &pairs, &args.place, stdout, stderr)
}

/// The options in which `presign s3://...` and `presign signurl` differ.
struct LinkOptions<'a> {
    uri: &'a OsStr,
    expiry: Expiry,
    signurl: bool,
    json: bool,
}

impl LinkOptions<'_> {
    fn print(
        &self,
        args: &RequestArgs,
        pairs: &Pairs,
        place: &PlaceArgs,
        stdout: &mut dyn Write,
        stderr: &mut dyn Write,
    ) -> Result<(), Failure> {
        let (bucket, key) = values::bucket_and_key(self.uri)?;
        if key.is_empty() && args.query.is_empty() && args.method.is_none() {
            return Err(Failure::Usage(format!(
                "{:?} names no key: expected s3://bucket/key, or --query or --method for a URL of the bucket itself",
                self.uri
            )));
        }
        let signer = signer(place, self.signurl, stderr)?;
        let request = pairs.request(args, bucket, key, self.expiry);
        let link = signer.presign_request(&request)?;
        warn_about(stderr, &signer, &request);
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
