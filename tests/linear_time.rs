//! Text of an attacker is read in linear time: no list in it is compared with itself.
//!
//! Each test does a piece of work at one size and at four times that size. The time is the thread's own on a CPU, so
//! other processes do not count.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod vectors;
mod worst;

use std::time::Duration;

use cpu_time::ThreadTime;
use presign::{Cause, Condition, ErrorResponse, Post, Received, Request, Secret, Verifier, Version, inspect};
use vectors::{SECRET_KEY, SIGN_AT};
use worst::{REPEATED, names, repeating, signed_headers, signer, with_value};

/// Four times the size takes four times the time, or sixteen times where each part is compared with each other one.
const MOST_TIMES_AS_LONG: f64 = 7.0;

/// Returns the shortest of three times, because memory that is touched first and interrupts only add to one.
fn shortest(work: &dyn Fn()) -> Duration {
    let times = [(); 3].map(|()| {
        let start = ThreadTime::now();
        work();
        start.elapsed()
    });
    times.into_iter().min().unwrap()
}

fn check_linear(name: &str, quarter: &dyn Fn(), whole: &dyn Fn()) {
    let (quarter, whole) = (shortest(quarter), shortest(whole));
    let ratio = whole.as_secs_f64() / quarter.as_secs_f64();
    assert!(ratio < MOST_TIMES_AS_LONG, "{name}: {quarter:?} and {whole:?}, {ratio:.1} times as long");
}

#[test]
fn checking_a_form_takes_linear_time() {
    let signer = signer(Version::V4);
    let check = |count| {
        let names = names("x-amz-meta-", count);
        let fields = with_value(&names);
        let mut conditions: Vec<_> =
            fields.iter().map(|(name, value)| Condition::Exact { name, value }).collect();
        let prefix = Condition::StartsWith { name: "x-amz-meta-00000", prefix: "" };
        conditions.extend(names.iter().map(|_| prefix));
        let post = Post::new("b", "k").fields(&fields).conditions(&conditions).sign_at(SIGN_AT);
        drop(signer.presign_post(&post).unwrap());
    };
    check_linear("form", &|| check(1_000), &|| check(4_000));
}

#[test]
fn reading_a_url_takes_linear_time() {
    let verifier = Verifier::builder().build().unwrap();
    for what in REPEATED {
        let urls = [repeating(what, 4_000), repeating(what, 16_000)];
        let names = urls.each_ref().map(|url| signed_headers(url));
        let headers = names.each_ref().map(|names| with_value(names));
        let requests = [0, 1].map(|i| Received::url("GET", &urls[i]).headers(&headers[i]).at(SIGN_AT));
        let check = |name: &str, read: &dyn Fn(&Received)| {
            let [quarter, whole] = &requests;
            check_linear(&format!("{name}: {what}"), &|| read(quarter), &|| read(whole));
        };
        check("verify", &|request| drop(verifier.verify(request, |_| Some(Secret::from("another")))));
        check("inspect", &|request| drop(inspect(request)));
        check("explain", &|request| drop(verifier.explain(request, &Secret::from("another"), None)));
    }
}

/// Headers are not in the URL, so there may be more of them than a URL may have parameters.
#[test]
fn explaining_a_request_with_many_headers_takes_linear_time() {
    let explain = |count| {
        let names = names("x-amz-meta-", count);
        let headers = with_value(&names);
        let request = Request::get("b", "k").headers(&headers).sign_at(SIGN_AT).expires_in(60);
        let url = signer(Version::V2).presign(&request).unwrap();
        let lines: String = names.iter().map(|name| format!("{name}:v\n")).collect();
        let response = format!(
            "<Error><Code>SignatureDoesNotMatch</Code>\
             <StringToSign>GET\n\n\n{}\n{lines}x-amz-meta-x:v\n/b/k</StringToSign></Error>",
            SIGN_AT + 60
        );
        let response = ErrorResponse::read(&response).unwrap();
        let request = Received::url("GET", &url).headers(&headers).at(SIGN_AT);
        let verifier = Verifier::builder().build().unwrap();
        let explanation = verifier.explain(&request, &Secret::from(SECRET_KEY), Some(&response));
        assert_eq!(explanation.cause(), Cause::HeaderNotSigned);
    };
    check_linear("headers", &|| explain(2_000), &|| explain(8_000));
}
