//! Lifetimes, expiries, cache windows and their limits.
#![allow(clippy::unwrap_used)]

use presign::{Error, Expiry, MAX_EXPIRES_IN, MAX_TIME, Request, Signer, SignerBuilder, Version};

/// 2013-05-24T00:00:00Z, a day's first second.
const NOW: i64 = 1_369_353_600;

fn builder(version: Version) -> SignerBuilder<'static> {
    Signer::builder("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        .endpoint("s-dt2.cloud.gcore.lu")
        .version(version)
}

fn request() -> Request<'static> {
    Request::get("example-bucket", "image.jpg").sign_at(NOW)
}

fn error(version: Version, request: Request) -> Error {
    builder(version).build().unwrap().presign(&request).unwrap_err()
}

/// Returns the value of a query parameter.
fn parameter(url: &str, name: &str) -> String {
    let query = url.split_once('?').unwrap().1;
    let pair = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    pair.unwrap_or_else(|| unreachable!("{name} in {url}")).to_owned()
}

fn url(version: Version, request: Request) -> String {
    builder(version).build().unwrap().presign(&request).unwrap()
}

#[test]
fn version_4_lifetimes_are_a_second_to_a_week() {
    for lifetime in [1, 3600, MAX_EXPIRES_IN] {
        assert_eq!(
            parameter(&url(Version::V4, request().expires_in(lifetime)), "X-Amz-Expires"),
            lifetime.to_string()
        );
    }
    for lifetime in [0, -1, i64::MIN, MAX_EXPIRES_IN + 1, i64::MAX] {
        let error = error(Version::V4, request().expires_in(lifetime));
        assert_eq!(error.to_string(), format!("expires_in must be 1 to 604800 seconds, got {lifetime}"));
    }
}

#[test]
fn version_2_lifetimes_are_limited_only_by_the_calendar() {
    let ten_years = 315_360_000;
    let link = url(Version::V2, request().expires_in(ten_years));
    assert_eq!(parameter(&link, "Expires"), (NOW + ten_years).to_string());
    assert_eq!(
        error(Version::V2, request().expires_in(0)).to_string(),
        "expires_in must be 1 second or more, got 0"
    );
    for lifetime in [MAX_TIME, i64::MAX] {
        assert_eq!(
            error(Version::V2, request().expires_in(lifetime)),
            Error::ExpiresAtOutOfRange { value: lifetime }
        );
    }
    assert_eq!(
        parameter(&url(Version::V2, request().expires_in(MAX_TIME - NOW)), "Expires"),
        MAX_TIME.to_string()
    );
}

#[test]
fn an_hour_where_nothing_is_said() {
    assert_eq!(parameter(&url(Version::V4, request()), "X-Amz-Expires"), "3600");
    assert_eq!(Expiry::from_options(None, None), Ok(Expiry::In(3600)));
    assert_eq!(Expiry::from_options(Some(5), None), Ok(Expiry::In(5)));
    assert_eq!(Expiry::from_options(None, Some(5)), Ok(Expiry::At(5)));
    assert_eq!(Expiry::from_options(Some(5), Some(5)), Err(Error::BothEnds));
}

#[test]
fn an_end_is_kept_to_the_second() {
    let link = url(Version::V4, request().expires_at(NOW + 60_480));
    assert_eq!(parameter(&link, "X-Amz-Expires"), "60480");
    let link = url(Version::V2, request().expires_at(1_657_457_538));
    assert_eq!(parameter(&link, "Expires"), "1657457538");
}

#[test]
fn a_dead_link_is_never_made() {
    for version in [Version::V4, Version::V2] {
        for end in [NOW, NOW - 1, 0] {
            let error = error(version, request().expires_at(end));
            assert_eq!(error, Error::ExpiresAtPast { expires_at: end, sign_at: NOW });
        }
        // A time in 2022 is before the clock of any machine that runs this.
        let past = Request::get("example-bucket", "image.jpg").expires_at(1_657_457_538);
        assert!(matches!(error(version, past), Error::ExpiresAtPast { .. }));
    }
}

#[test]
fn an_end_out_of_reach_says_how_far_version_4_reaches() {
    let error = error(Version::V4, request().expires_at(NOW + MAX_EXPIRES_IN + 1));
    assert_eq!(
        error.to_string(),
        "expires_at (1369958401) is 604801 seconds after the signing time, but the limit is 604800 seconds: \
         give 1369958400 or an earlier time; signature version 2 has no such limit"
    );
    assert!(
        builder(Version::V4).build().unwrap().presign(&request().expires_at(NOW + MAX_EXPIRES_IN)).is_ok()
    );
}

#[test]
fn times_lie_between_1970_and_9999() {
    for version in [Version::V4, Version::V2] {
        for (name, bad) in [("sign_at", -1), ("sign_at", MAX_TIME + 1), ("sign_at", i64::MIN)] {
            assert_eq!(error(version, request().sign_at(bad)), Error::Time { name, value: bad });
        }
        for bad in [-1, MAX_TIME + 1, i64::MAX] {
            assert_eq!(
                error(version, request().expires_at(bad)),
                Error::Time { name: "expires_at", value: bad }
            );
        }
        for bad in [-1, MAX_TIME + 1] {
            let error = builder(version).credentials_expire_at(bad).build().unwrap_err();
            assert_eq!(error, Error::Time { name: "credentials_expire_at", value: bad });
        }
        assert!(builder(version).build().unwrap().presign(&request().sign_at(0).expires_in(1)).is_ok());
        let last = request().sign_at(MAX_TIME - 1).expires_at(MAX_TIME);
        assert!(builder(version).build().unwrap().presign(&last).is_ok());
        let beyond = request().sign_at(MAX_TIME).expires_in(1);
        assert_eq!(error(version, beyond), Error::ExpiresAtOutOfRange { value: 1 });
    }
}

#[test]
fn the_signer_s_limit_replaces_version_4_s_and_binds_version_2() {
    let month = 2_592_000;
    for version in [Version::V4, Version::V2] {
        let signer = builder(version).max_expires_in(month).build().unwrap();
        assert!(signer.presign(&request().expires_in(month)).is_ok());
        assert!(signer.presign(&request().expires_at(NOW + month)).is_ok());
        let error = signer.presign(&request().expires_in(month + 1)).unwrap_err();
        assert_eq!(error.to_string(), "expires_in must be 1 to 2592000 seconds, got 2592001");
        let error = signer.presign(&request().expires_at(NOW + month + 1)).unwrap_err();
        assert!(matches!(error, Error::ExpiresAtTooFar { version_4: false, limit: 2_592_000, .. }));
        assert!(!error.to_string().contains("version 2"), "{error}");

        let short = builder(version).max_expires_in(60).build().unwrap();
        assert!(short.presign(&request().expires_in(61)).is_err());
        for bad in [0, -1] {
            let error = builder(version).max_expires_in(bad).build().unwrap_err();
            assert_eq!(error.to_string(), format!("max_expires_in must be 1 second or more, got {bad}"));
        }
    }
}

#[test]
fn the_signer_s_limit_is_a_second_or_more() {
    assert!(builder(Version::V4).max_expires_in(0).build().is_err());
    let signer = builder(Version::V4).max_expires_in(1).build().unwrap();
    assert!(signer.presign(&request().expires_in(2)).is_err());
    assert_eq!(parameter(&signer.presign(&request().expires_in(1)).unwrap(), "X-Amz-Expires"), "1");
}

#[test]
fn a_link_does_not_outlive_its_credentials() {
    for version in [Version::V4, Version::V2] {
        let signer = builder(version).credentials_expire_at(NOW + 900).build().unwrap();
        assert!(signer.presign(&request().expires_in(900)).is_ok());
        let error = signer.presign(&request().expires_in(901)).unwrap_err();
        let expected = Error::CredentialsExpire { expires_at: NOW + 901, credentials_expire_at: NOW + 900 };
        assert_eq!(error, expected);
        // stable_for adds to the lifetime.
        assert!(signer.presign(&request().expires_in(600).stable_for(300)).is_ok());
        assert!(signer.presign(&request().expires_in(601).stable_for(300)).is_err());
    }
}

#[test]
fn requests_within_a_window_get_the_same_url() {
    let window = 300;
    for version in [Version::V4, Version::V2] {
        let at = |second| url(version, request().sign_at(NOW + second).expires_in(600).stable_for(window));
        assert_eq!(at(0), at(299));
        assert_ne!(at(299), at(300));
    }
    // The signing time is rounded down and the window added, so at 299 the URL is still valid for 600 seconds.
    let late = request().sign_at(NOW + 299).expires_in(600).stable_for(window);
    assert_eq!(parameter(&url(Version::V4, late), "X-Amz-Date"), "20130524T000000Z");
    assert_eq!(parameter(&url(Version::V4, late), "X-Amz-Expires"), "900");
    assert_eq!(parameter(&url(Version::V2, late), "Expires"), (NOW + 900).to_string());
}

#[test]
fn a_window_does_not_change_an_expiry() {
    let request = request().sign_at(NOW + 299).expires_at(NOW + 600).stable_for(300);
    assert_eq!(parameter(&url(Version::V4, request), "X-Amz-Date"), "20130524T000000Z");
    assert_eq!(parameter(&url(Version::V4, request), "X-Amz-Expires"), "600");
    assert_eq!(parameter(&url(Version::V2, request), "Expires"), (NOW + 600).to_string());
    // The expiry must be after the real signing time, not only after the rounded one.
    let expired = request.expires_at(NOW + 299);
    assert_eq!(
        error(Version::V4, expired),
        Error::ExpiresAtPast { expires_at: NOW + 299, sign_at: NOW + 299 }
    );
    // The limit counts from the rounded time, which is in the URL.
    assert!(builder(Version::V4).build().unwrap().presign(&request.expires_at(NOW + MAX_EXPIRES_IN)).is_ok());
    let far = request.expires_at(NOW + MAX_EXPIRES_IN + 1);
    assert!(matches!(error(Version::V4, far), Error::ExpiresAtTooFar { signed_at: NOW, .. }));
    // Version 2 does not contain the signing time, so the window does not count towards its limit.
    let signer = builder(Version::V2).max_expires_in(301).build().unwrap();
    assert!(signer.presign(&request).is_ok());
}

#[test]
fn a_window_counts_towards_the_limit_of_the_lifetime() {
    let full = request().expires_in(MAX_EXPIRES_IN - 300);
    assert!(builder(Version::V4).build().unwrap().presign(&full.stable_for(300)).is_ok());
    let error_text = error(Version::V4, full.stable_for(301)).to_string();
    assert_eq!(
        error_text,
        "expires_in must be 1 to 604800 seconds, got 604500 (plus 301 seconds of stable_for)"
    );
    assert_eq!(
        error(Version::V4, request().stable_for(-1)).to_string(),
        "stable_for must be 0 seconds or more, got -1"
    );
    for version in [Version::V4, Version::V2] {
        assert!(
            builder(version).build().unwrap().presign(&request().expires_in(1).stable_for(i64::MAX)).is_err()
        );
    }
}

/// A window that begins on the previous day signs with that day's key.
#[test]
fn the_scope_s_day_is_the_rounded_time_s() {
    let link = url(Version::V4, request().sign_at(NOW + 100).expires_in(60).stable_for(86_400 * 7 / 2));
    let date = parameter(&link, "X-Amz-Date");
    assert!(parameter(&link, "X-Amz-Credential").contains(&format!("%2F{}%2F", &date[..8])));
    assert_ne!(&date[..8], "20130524");
    let direct =
        url(Version::V4, request().sign_at(NOW + 100 - (NOW + 100) % 302_400).expires_in(60 + 302_400));
    assert_eq!(link, direct);
}

#[test]
fn without_sign_at_the_clock_is_read() {
    let before = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let link = builder(Version::V2)
        .build()
        .unwrap()
        .presign_request(&Request::get("example-bucket", "image.jpg").expires_in(1000))
        .unwrap();
    let after = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let expires_at = u64::try_from(link.expires_at).unwrap();
    assert!((before + 1000..=after + 1000).contains(&expires_at));
    assert_eq!(parameter(&link.url, "Expires"), expires_at.to_string());
}
