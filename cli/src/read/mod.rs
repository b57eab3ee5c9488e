//! `presign inspect`, `verify` and `explain`: reads presigned URLs made by any signer, checks them as a storage does,
//! and explains why a storage refuses them.

mod explain;
mod inspect;
pub mod readable;

use std::io::{Read, Write};

use presign::{Received, Secret, Verifier, VerifierBuilder, Version};
use serde_json::json;

pub(crate) use self::explain::explain;
pub(crate) use self::inspect::inspect;
use crate::args::{ReadArgs, RuleArgs, SentArgs, VerifyArgs};
use crate::config::{self, Lookup, Settings};
use crate::failure::Failure;
use crate::{shown, values};

/// The most bytes of standard input that are read as a URL. The core refuses shorter ones already.
const MOST_BYTES: u64 = 64 * 1024;

pub(crate) fn verify(args: &VerifyArgs, stdin: Box<dyn Read>, stdout: &mut dyn Write) -> Result<(), Failure> {
    let headers = headers(&args.sent)?;
    let url = url(&args.read, stdin)?;
    let settings = settings(&args.sent)?;
    let required: Vec<&str> = args.rules.required.iter().map(String::as_str).collect();
    let verifier = rules(verifier(&args.read), &args.rules).required_headers(&required).build()?;
    let request = request(&args.read, &args.sent, &url, &headers);
    let known = |access_key: &str| (access_key == settings.access_key).then(|| secret(&settings));
    let verified = match verifier.verify(&request, known) {
        Ok(verified) => verified,
        Err(refusal) if !args.json => return Err(Failure::UrlRefused(refusal)),
        Err(refusal) => {
            let object = json!({
                "valid": false,
                "code": refusal.code(),
                "status": refusal.status(),
                "message": refusal.message(),
                "detail": refusal.detail(),
            });
            stdout.write_all(shown::object(&object).as_bytes()).map_err(Failure::output)?;
            return Err(Failure::UrlRefused(refusal));
        }
    };
    let object = json!({
        "valid": true,
        "version": version_name(verified.version),
        "bucket": verified.bucket,
        "key": verified.key,
        "access_key": verified.access_key,
        "region": verified.region,
        "signed_at": verified.signed_at,
        "expires_at": verified.expires_at,
    });
    let text = if args.json { shown::object(&object) } else { "valid\n".to_owned() };
    stdout.write_all(text.as_bytes()).map_err(Failure::output)
}

fn verifier(args: &ReadArgs) -> VerifierBuilder<'_> {
    let builder = Verifier::builder().endpoint(args.endpoint_url.as_deref());
    builder.addressing(args.addressing_style.unwrap_or_default()).bucket(args.bucket.as_deref())
}

fn rules<'a>(builder: VerifierBuilder<'a>, args: &'a RuleArgs) -> VerifierBuilder<'a> {
    let builder = match args.clock_skew {
        Some(seconds) => builder.clock_skew(seconds.0),
        None => builder,
    };
    builder
        .region(args.region.as_deref())
        .max_expires_in(args.max_expires_in.map(|seconds| seconds.0))
        .head_for_get(args.allow_head)
}

/// Splits the headers. Call it before any other argument is read, as in [`crate::signer::Pairs::new`]: where the quotes
/// around a header are missing, its value is read as another argument, and an error message would repeat it.
fn headers(sent: &SentArgs) -> Result<Vec<(&str, &str)>, Failure> {
    sent.headers.iter().zip(1..).map(|(text, number)| values::header(number, text)).collect()
}

fn url(args: &ReadArgs, stdin: Box<dyn Read>) -> Result<String, Failure> {
    if args.url != "-" {
        return Ok(args.url.clone());
    }
    let mut url = String::new();
    let failed = |error| Failure::Io { what: "cannot read standard input".to_owned(), error };
    stdin.take(MOST_BYTES).read_to_string(&mut url).map_err(failed)?;
    Ok(url.trim_ascii().to_owned())
}

fn request<'a>(
    args: &ReadArgs,
    sent: &'a SentArgs,
    url: &'a str,
    headers: &'a [(&'a str, &'a str)],
) -> Received<'a> {
    Received::url(&sent.method, url).headers(headers).at(args.at.map(|moment| moment.0))
}

fn settings(sent: &SentArgs) -> Result<Settings, Failure> {
    let environment = &|name: &str| std::env::var_os(name);
    Ok(config::load(&Lookup { profile: sent.profile.as_deref(), s3cfg_first: false, environment })?)
}

fn secret(settings: &Settings) -> Secret<'_> {
    let secret = Secret::from(settings.secret_key.as_str());
    match &settings.session_token {
        Some(token) => secret.session_token(token),
        None => secret,
    }
}

fn version_name(version: Version) -> &'static str {
    match version {
        Version::V4 => "v4",
        Version::V2 => "v2",
    }
}
