//! The peers, each as its documentation shows it: set up once, then a function from a key to a link.

use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sdk_s3::presigning::PresigningConfig;
use aws_sigv4::http_request::{
    PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation, SigningSettings,
    UriPathNormalizationMode, sign,
};
use aws_smithy_runtime_api::client::identity::Identity;
use reqsign_core::SignRequest;
use rusty_s3::S3Action;
use tokio::runtime::Runtime;

use crate::workload::{ACCESS_KEY, BUCKET, EXPIRES_IN, HOST, REGION, SECRET_KEY, SIGN_AT};

pub type Sign = Box<dyn Fn(&str) -> String>;

pub fn all() -> [(&'static str, Sign); 5] {
    [
        ("rusty-s3", rusty_s3()),
        ("s3-presign", s3_presign()),
        ("aws-sigv4", aws_sigv4()),
        ("reqsign-aws-v4", reqsign()),
        ("aws-sdk-s3", aws_sdk_s3()),
    ]
}

const LIFETIME: Duration = Duration::from_secs(EXPIRES_IN.unsigned_abs());

fn sign_at() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(SIGN_AT.unsigned_abs())
}

/// The endpoint without the bucket.
fn host() -> String {
    format!("s3.{REGION}.amazonaws.com")
}

fn rusty_s3() -> Sign {
    let endpoint = format!("https://{}", host()).parse().expect("a URL");
    let bucket = rusty_s3::Bucket::new(endpoint, rusty_s3::UrlStyle::VirtualHost, BUCKET, REGION)
        .expect("a valid bucket");
    let credentials = rusty_s3::Credentials::new(ACCESS_KEY, SECRET_KEY);
    let time = jiff::Timestamp::from_second(SIGN_AT).expect("a valid time");
    Box::new(move |key| bucket.get_object(Some(&credentials), key).sign_with_time(LIFETIME, &time).into())
}

fn s3_presign() -> Sign {
    let credentials = s3_presign::Credentials::new(ACCESS_KEY, SECRET_KEY, None);
    let presigner = s3_presign::Presigner::new_with_root(credentials.clone(), BUCKET, REGION, &host());
    let time = chrono::DateTime::from_timestamp(SIGN_AT, 0).expect("a valid time");
    // What its `Presigner::get` does, but for the clock.
    Box::new(move |key| {
        let url = presigner.url_for_key(key).expect("a valid key");
        s3_presign::presigned_url(
            &credentials,
            LIFETIME.as_secs(),
            &url,
            "GET",
            "UNSIGNED-PAYLOAD",
            REGION,
            &time,
            "s3",
            vec![],
        )
        .expect("a link")
    })
}

/// It takes the key percent-encoded; the workload's keys need no encoding.
fn aws_sigv4() -> Sign {
    let mut settings = SigningSettings::default();
    settings.signature_location = SignatureLocation::QueryParams;
    settings.expires_in = Some(LIFETIME);
    settings.percent_encoding_mode = PercentEncodingMode::Single;
    settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
    // The parameters borrow the identity, and both should be made once.
    let identity: &Identity = Box::leak(Box::new(credentials().into()));
    let params = aws_sigv4::sign::v4::SigningParams::builder()
        .identity(identity)
        .region(REGION)
        .name("s3")
        .time(sign_at())
        .settings(settings)
        .build()
        .expect("all settings are there")
        .into();
    Box::new(move |key| {
        let url = format!("https://{HOST}/{key}");
        let request = SignableRequest::new("GET", &url, std::iter::empty(), SignableBody::UnsignedPayload)
            .expect("a valid request");
        let (instructions, _) = sign(request, &params).expect("a signature").into_parts();
        let mut request = http::Request::get(&url).body(()).expect("a valid request");
        instructions.apply_to_request_http1x(&mut request);
        request.uri().to_string()
    })
}

/// It takes the key percent-encoded, and always reads the clock.
fn reqsign() -> Sign {
    let credential = reqsign_aws_v4::Credential {
        access_key_id: ACCESS_KEY.to_owned(),
        secret_access_key: SECRET_KEY.to_owned(),
        ..Default::default()
    };
    let signer = reqsign_aws_v4::RequestSigner::new("s3", REGION);
    let context = reqsign_core::Context::new();
    let runtime = runtime();
    Box::new(move |key| {
        let request = http::Request::get(format!("https://{HOST}/{key}")).body(()).expect("a valid request");
        let (mut parts, ()) = request.into_parts();
        runtime
            .block_on(signer.sign_request(&context, &mut parts, Some(&credential), Some(LIFETIME)))
            .expect("a signature");
        parts.uri.to_string()
    })
}

fn aws_sdk_s3() -> Sign {
    let config = aws_sdk_s3::Config::builder()
        .behavior_version(aws_sdk_s3::config::BehaviorVersion::latest())
        .region(aws_sdk_s3::config::Region::new(REGION))
        .credentials_provider(credentials())
        .build();
    let client = aws_sdk_s3::Client::from_conf(config);
    let presigning =
        PresigningConfig::builder().start_time(sign_at()).expires_in(LIFETIME).build().expect("a valid lifetime");
    let runtime = runtime();
    Box::new(move |key| {
        let call = client.get_object().bucket(BUCKET).key(key).presigned(presigning.clone());
        runtime.block_on(call).expect("a link").uri().to_owned()
    })
}

fn credentials() -> Credentials {
    Credentials::new(ACCESS_KEY, SECRET_KEY, None, None, "bench")
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime")
}
