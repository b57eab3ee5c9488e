//! What a storage says by its code, and what a link says by itself: where it leads, its token, its limits.
#![allow(clippy::unwrap_used)]

mod explaining;
mod naive;

use explaining::{TOKEN, VALUE, answer, case, explain, explain_with, says, signed, used, with};
use naive::Case;
use presign::{Cause, Received, Secret, Verifier, Version};

/// The codes of AWS's error list, where they say it themselves.
#[test]
fn the_storages_error_code_names_the_cause() {
    let case = case();
    let url = naive::v4(&case).url;
    let says = |code: &str, message: &str, more: &str, cause, words: &[&str]| {
        let body = format!("<Error><Code>{code}</Code><Message>{message}</Message>{more}</Error>");
        says(&explain(&case, &url, &case.secret_key, Some(&body), 0), cause, words);
    };
    says("AccessDenied", "Request has expired", "", Cause::Expired, &["has expired"]);
    says("AccessDenied", "Request is not valid yet", "", Cause::Clock, &["clock"]);
    says(
        "AccessDenied",
        "There were headers present in the request which were not signed",
        "",
        Cause::HeaderNotSigned,
        &["header"],
    );
    says("RequestTimeTooSkewed", "", "", Cause::Clock, &["15 minutes"]);
    says("InvalidAccessKeyId", "", "", Cause::AccessKey, &["access key"]);
    says("ExpiredToken", "", "", Cause::Expired, &["link has expired"]);
    says("InvalidToken", "", "", Cause::Token, &["token"]);
    says("InvalidRequest", "... Please use AWS4-HMAC-SHA256.", "", Cause::Version2, &["version 4"]);
    says(
        "AuthorizationQueryParametersError",
        "the region 'us-east-1' is wrong; expecting 'eu-west-1'",
        "<Region>eu-west-1</Region>",
        Cause::Region,
        &["\"eu-west-1\""],
    );
    says("NoSuchKey", "", "", Cause::Denied, &["NoSuchKey"]);
    let only_one = "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string \
                    parameter or the Authorization header should be specified";
    says("InvalidArgument", only_one, "", Cause::Limits, &["second signature", "Authorization header"]);
    says(
        "PermanentRedirect",
        "The bucket you are attempting to access must be addressed using the specified endpoint.",
        "<Endpoint>b.s3.eu-west-1.amazonaws.com</Endpoint>",
        Cause::Region,
        &["another region", "sign for \"eu-west-1\" and the endpoint \"b.s3.eu-west-1.amazonaws.com\""],
    );
    says("PermanentRedirect", "", "", Cause::Region, &["another region", "its endpoint"]);
    says(
        "AccessDenied",
        "Access Denied",
        "",
        Cause::Denied,
        &["signature is right", "rights", "bucket policy", "source address"],
    );
}

/// Denied for its rights is only what would come in by its signature, its limits and its time.
#[test]
fn a_right_signature_that_is_denied_is_a_matter_of_rights() {
    let case = case();
    let url = naive::v4(&case).url;
    let denied = Some("<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>");
    says(&explain(&case, &url, "another", denied, 0), Cause::SecretKey, &["another secret key"]);
    says(&explain(&case, &url, &case.secret_key, denied, 3600), Cause::Expired, &["link expired at"]);
    let put = Case { method: "PUT".to_owned(), ..case.clone() };
    says(&explain(&put, &url, &case.secret_key, denied, 0), Cause::Method, &["\"PUT\""]);
}

/// The endpoint is known, and the link leads elsewhere.
#[test]
fn a_url_for_another_endpoint_is_reported() {
    let case = case();
    let url = naive::v4(&case).url;
    let at = |url: &str, endpoint: &str, key: &str| {
        let verifier = Verifier::builder().endpoint(endpoint).build().unwrap();
        verifier.explain(&Received::url("GET", url).at(case.sign_at), &Secret::from(key), None)
    };
    let key = case.secret_key.as_str();
    // Signed for the endpoint, and sent elsewhere.
    let moved = url.replace("h.example", "proxy.example:8080");
    says(
        &at(&moved, "https://h.example", key),
        Cause::Host,
        &["\"h.example\" was signed", "proxy.example:8080"],
    );
    let moved = url.replace("h.example", "h.example:8443");
    says(&at(&moved, "https://h.example", key), Cause::HostPort, &["\"h.example\" was signed", ":8443"]);
    // Signed for another place than the endpoint, or nobody knows what for.
    says(
        &at(&url, "https://other.example", key),
        Cause::Host,
        &["is for \"h.example\"", "\"other.example\""],
    );
    says(
        &at(&url, "https://h.example:8443", key),
        Cause::HostPort,
        &["not for the port of the endpoint", "\"h.example:8443\""],
    );
    says(&at(&url, "https://other.example", "another"), Cause::Host, &["not for the host of the endpoint"]);
    says(&at(&url, "https://h.example/base", key), Cause::Path, &["outside the endpoint's base path"]);
}

/// An IPv6 address ends where its bracket does.
#[test]
fn ports_and_ipv6_addresses_are_told_apart() {
    for (signed_for, seen_at, cause) in [
        ("https://[2001:db8::1]", "https://[2001:db8::2]", Cause::Host),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::2]:8443", Cause::Host),
        ("https://[2001:db8::1]", "https://[2001:db8::1]:8443", Cause::HostPort),
        ("https://[2001:db8::1]:8080", "https://[2001:db8::1]:8443", Cause::HostPort),
    ] {
        let case = with(|case| case.endpoint = signed_for.to_owned());
        let seen = with(|case| case.endpoint = seen_at.to_owned());
        let body = answer(&seen, Version::V4);
        let url = naive::v4(&case).url;
        says(&explain(&case, &url, &case.secret_key, Some(&body), 0), cause, &[]);
    }
    let case = with(|case| case.endpoint = "https://[2001:db8::1]".to_owned());
    let seen = with(|case| case.endpoint = "https://[2001:db8::1]:8443".to_owned());
    let url = used(&case, &seen, Version::V4);
    says(&explain(&seen, &url, &case.secret_key, None, 0), Cause::HostPort, &["\"[2001:db8::1]\""]);
}

/// A client that has keys or a password for the host sends them too.
#[test]
fn a_second_signature_is_reported() {
    let case = case();
    let header = with(|case| case.headers = vec![("Authorization".to_owned(), format!("Basic {VALUE}"))]);
    let invalid = Some("<Error><Code>InvalidArgument</Code></Error>");
    for version in [Version::V4, Version::V2] {
        let url = signed(&case, version).url;
        for body in [None, invalid] {
            let words = ["second signature", "Authorization header"];
            says(&explain(&header, &url, &case.secret_key, body, 0), Cause::Limits, &words);
        }
    }
    let both = naive::v4(&case).url + "&AWSAccessKeyId=AKIA&Expires=1&Signature=x";
    says(&explain(&case, &both, &case.secret_key, None, 0), Cause::Limits, &["one signature version"]);
}

/// What the storage says goes before what cannot be read here.
#[test]
fn a_link_that_cannot_be_read_and_an_answer() {
    let case = case();
    let expired = Some("<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>");
    let twice = naive::v4(&case).url + "&X-Amz-Date=20130524T000000Z";
    says(&explain(&case, &twice, &case.secret_key, expired, 0), Cause::Expired, &["has expired"]);
    let denied = Some("<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>");
    let cut = twice.split_once('&').unwrap().0;
    says(&explain(&case, cut, &case.secret_key, denied, 0), Cause::Unreadable, &["unless it is quoted"]);
}

/// A token and a secret key belong together, and what was signed holds the token.
#[test]
fn the_token_that_belongs_to_the_key() {
    let key = case().secret_key;
    let lasting = case();
    let temporary = with(|case| case.session_token = Some(TOKEN.to_owned()));
    let another = with(|case| case.session_token = Some("another/token+=".to_owned()));
    let (none, its) = (Secret::from(key.as_str()), Secret::from(key.as_str()).session_token(TOKEN));
    let anothers = Secret::from(key.as_str()).session_token("another/token+=");
    let own = |case: &Case, version| signed(case, version).url;
    for version in [Version::V4, Version::V2] {
        for (seen, url, secret, words) in [
            (&another, own(&another, version), &its, "token is not the one of its access key"),
            (&temporary, own(&temporary, version), &none, "its access key has none"),
            (&lasting, own(&lasting, version), &its, "the access key is temporary"),
            (&lasting, used(&temporary, &lasting, version), &its, "was removed from the link"),
            (&lasting, used(&another, &lasting, version), &anothers, "was removed from the link"),
            (&another, used(&temporary, &another, version), &its, "is not the one that was signed"),
        ] {
            for body in [None, Some(answer(seen, version))] {
                says(&explain_with(seen, &url, secret, body.as_deref(), 0), Cause::Token, &[words]);
            }
        }
        // As AWS answers: it does not know temporary keys without a token.
        for (code, case, secret, words) in [
            ("InvalidToken", &another, &its, "token is not the one"),
            ("InvalidToken", &temporary, &none, "its access key has none"),
            ("InvalidAccessKeyId", &lasting, &its, "the access key is temporary"),
        ] {
            let body = format!("<Error><Code>{code}</Code></Error>");
            let url = own(case, version);
            says(&explain_with(case, &url, secret, Some(&body), 0), Cause::Token, &[words]);
        }
        let unknown = Some("<Error><Code>InvalidAccessKeyId</Code></Error>");
        let url = own(&temporary, version);
        says(&explain_with(&temporary, &url, &none, unknown, 0), Cause::AccessKey, &["access key"]);
        // A link as it was signed, and a storage that saw none of the token.
        let body = answer(&lasting, version);
        let explanation = explain_with(&temporary, &url, &its, Some(&body), 0);
        says(&explanation, Cause::Token, &["did not reach"]);
        says(&explain_with(&temporary, &url, &its, None, 0), Cause::AsSigned, &["another request"]);
    }
}

/// What can be seen without any storage.
#[test]
fn what_the_verifier_refuses_names_the_cause() {
    let case = case();
    let url = naive::v4(&case).url;
    let key = &case.secret_key;
    // date -u -d @1369353600
    says(&explain(&case, &url, key, None, 3600), Cause::Expired, &["expired at 2013-05-24T01:00:00Z"]);
    says(&explain(&case, &url, key, None, -901), Cause::Clock, &["signing time 2013-05-24T00:00:00Z"]);
    let years = i64::from(u32::MAX) * 86_400;
    says(
        &explain(&case, &url, key, None, years),
        Cause::Expired,
        &["the current time is 9999-12-31T23:59:59Z"],
    );
    let cut = url.split_once('&').unwrap().0;
    says(&explain(&case, cut, key, None, 0), Cause::Unreadable, &["unless it is quoted", "&"]);
    says(&explain(&case, "https://h.example/b/k", key, None, 0), Cause::Unreadable, &["no signature"]);
    let long = with(|case| case.lifetime = 604_801);
    says(&explain(&long, &naive::v4(&long).url, key, None, 0), Cause::Limits, &["604801", "604800"]);
    let header = with(|case| case.headers = vec![("x-amz-meta-a".to_owned(), VALUE.to_owned())]);
    let url = naive::v4(&header).url;
    says(&explain(&case, &url, key, None, 0), Cause::HeaderMissing, &["x-amz-meta-a"]);
    says(&explain(&header, &naive::v4(&case).url, key, None, 0), Cause::HeaderNotSigned, &["x-amz-meta-a"]);
}

/// A web server redirects to https, or to the path that it prefers. A storage redirects to another host.
#[test]
fn a_redirect_to_the_same_host_is_no_matter_of_the_region() {
    let case = case();
    let url = naive::v4(&case).url;
    let redirected = |location: &str| {
        let response = format!("HTTP/1.1 301 Moved Permanently\r\nLocation: {location}\r\n\r\n");
        explain(&case, &url, &case.secret_key, Some(&response), 0)
    };
    says(&redirected("https://h.example/b/k"), Cause::Denied, &["the same host", "301"]);
    says(&redirected("https://h.eu-west-1.example/b/k"), Cause::Region, &["another region", "h.eu-west-1"]);
}
