//! Signs arbitrary requests with the library and with the naive signer: whatever the library signs, alone, through a
//! template, in a batch and among other requests, with every hash kernel of the CPU, is the naive signer's URL. The
//! library's verifier accepts it until it expires.
//!
//! An input has the numbers version, addressing, signing time, lifetime, threads; the strings access key, secret key,
//! session token, region, endpoint, method, bucket, key; and lines `q` (a query parameter) and `h` (a header), both
//! `name=value`, and `k` (a key of a batch).
#![no_main]

#[path = "../../../../tests/naive/mod.rs"]
mod naive;
mod text;
#[path = "../../../../tests/verifying/mod.rs"]
mod verifying;

use libfuzzer_sys::fuzz_target;
use naive::{Addressing, Case};
use presign::{Error, Links, Request, Signer, Version, force};
use text::{Text, owned};

/// The most keys that are signed, so that an input takes little time.
const MOST_KEYS: usize = 100;

/// Returns the case of an input, if the naive signer can sign it. It checks nothing, and expects an explicit endpoint.
fn case(text: &Text) -> Option<Case> {
    let [_, addressing, sign_at, lifetime, ..] = text.numbers;
    let [access_key, secret_key, session_token, region, endpoint, method, bucket, key] =
        text.strings.map(str::to_owned);
    let headers = owned(&text.pairs('h'));
    let mut names: Vec<_> = headers.iter().map(|(name, _)| name.to_lowercase()).collect();
    names.sort();
    names.dedup();
    // The library reads an empty region as none, the ARN of an access point as a host, and a repeated header as one.
    let is_meant = !region.is_empty()
        && !bucket.starts_with("arn:")
        && names.len() == headers.len()
        && is_explicit(&endpoint);
    is_meant.then(|| Case {
        access_key,
        secret_key,
        session_token: Some(session_token).filter(|token| !token.is_empty()),
        region,
        endpoint,
        addressing: match addressing {
            1 => Addressing::Virtual,
            2 => Addressing::Cname,
            _ => Addressing::Path,
        },
        method,
        bucket,
        key,
        query: owned(&text.pairs('q')),
        headers,
        sign_at,
        lifetime,
    })
}

/// Returns whether an endpoint is `https://host[:port][/base]`, in the form in which it is in a URL.
fn is_explicit(endpoint: &str) -> bool {
    let Some((scheme, rest)) = endpoint.split_once("://") else { return false };
    let (authority, base) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port),
        _ => (authority, "9"),
    };
    let is_host = ["127.0.0.1", "[::1]"].contains(&host)
        || host.starts_with(|first: char| first.is_ascii_alphabetic())
            && host.split('.').all(|label| {
                !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            });
    let is_port = !port.starts_with('0')
        && port.bytes().all(|byte| byte.is_ascii_digit())
        && port.parse::<u16>().is_ok();
    let is_base = base.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte));
    ["http", "https"].contains(&scheme) && is_host && is_port && is_base
}

fn signer(case: &Case, version: Version) -> Result<Signer, Error> {
    Signer::builder(&case.access_key, &case.secret_key)
        .session_token(case.session_token.as_deref())
        .region(case.region.as_str())
        .endpoint(case.endpoint.as_str())
        .addressing(match case.addressing {
            Addressing::Path => presign::Addressing::Path,
            Addressing::Virtual => presign::Addressing::Virtual,
            Addressing::Cname => presign::Addressing::Cname,
        })
        .version(version)
        .build()
}

fn naive_stages(case: &Case, version: Version) -> naive::Stages {
    match version {
        Version::V2 => naive::v2(case),
        _ => naive::v4(case),
    }
}

/// `of_key` is the request for a key.
fn check_single<'a>(
    signer: &Signer,
    of_key: impl Fn(&'a str) -> Request<'a>,
    case: &'a Case,
    version: Version,
) {
    let request = of_key(&case.key);
    let url = signer.presign(&request);
    // A template has keys only, and with two mistakes the two may report different ones.
    if !case.key.is_empty() {
        let of_template = signer.template(&of_key("")).and_then(|template| template.presign(&case.key));
        assert_eq!(of_template.ok(), url.as_ref().ok().cloned());
    }
    let Ok(url) = url else { return };
    let naive = naive_stages(case, version);
    let stages = signer.stages(&request).expect("what can be signed has stages");
    assert_eq!(stages.canonical_request, naive.canonical_request);
    assert_eq!(stages.string_to_sign, naive.string_to_sign);
    assert_eq!(stages.signature, naive.signature);
    assert_eq!(url, naive.url);
    assert_eq!(verifying::verifies(case, version, &url), Ok(()));
}

/// `of_key` is the request for a key.
fn check_batch<'a>(
    signer: &Signer,
    of_key: impl Fn(&'a str) -> Request<'a>,
    cases: &'a [Case],
    version: Version,
    threads: usize,
) {
    let Ok(template) = signer.template(&of_key("")) else { return };
    let keys: Vec<_> = cases.iter().map(|case| case.key.as_str()).collect();
    let mut links = Links::default();
    let made = template.batch().threads(threads).presign_into(keys.as_slice(), &mut links);
    let wrong = keys.iter().position(|key| !(1..=presign::MAX_KEY_BYTES).contains(&key.len()));
    assert_eq!(made.as_ref().map_err(|error| error.index), wrong.map_or(Ok(&()), |index| Err(Some(index))));
    if made.is_err() {
        return;
    }
    let wanted: Vec<_> = cases.iter().map(|case| naive_stages(case, version).url).collect();
    assert!(links.iter().eq(wanted.iter().map(String::as_str)));

    let requests: Vec<_> = keys.iter().map(|key| of_key(key)).collect();
    let links = signer.presign_requests(&requests, threads).expect("the requests of the batch");
    assert!(links.iter().eq(wanted.iter().map(String::as_str)));
}

fuzz_target!(|data: &[u8]| {
    let Some(text) = Text::read(data, 8) else { return };
    let Some(case) = case(&text) else { return };
    let version = if text.numbers[0] == 2 { Version::V2 } else { Version::V4 };
    let Ok(signer) = signer(&case, version) else { return };
    let (query, headers) = (text.pairs('q'), text.pairs('h'));
    let of_key = |key| {
        Request::new(&case.method, &case.bucket, key)
            .query(&query)
            .headers(&headers)
            .sign_at(case.sign_at)
            .expires_in(case.lifetime)
    };
    let cases: Vec<_> =
        text.lines('k').take(MOST_KEYS).map(|key| Case { key: key.to_owned(), ..case.clone() }).collect();
    let threads = text.numbers[4].clamp(1, 3) as usize;
    for kernel in force::kernels() {
        force::force(Some(kernel));
        check_single(&signer, of_key, &case, version);
        check_batch(&signer, of_key, &cases, version, threads);
    }
    force::force(None);
});
