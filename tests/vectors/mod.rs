//! Reads the worked cases of this folder. Their expected values are botocore's; each file says which version's.
//!
//! The Rust tests of every crate include this file, so that no other one knows the files' fields.

#![allow(dead_code, reason = "every test program that includes this file uses its own part of it")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

pub const ACCESS_KEY: &str = "AKIAIOSFODNN7EXAMPLE";
pub const SECRET_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
/// 2013-05-24T00:00:00Z, at which most cases are signed.
pub const SIGN_AT: i64 = 1_369_353_600;

#[derive(Deserialize)]
struct File<C> {
    access_key: String,
    secret_key: String,
    cases: Vec<C>,
}

/// A presigned URL. The values between request and URL are there for the version that computes them.
#[derive(Deserialize)]
pub struct UrlCase {
    pub name: String,
    pub method: String,
    pub endpoint: String,
    pub region: String,
    pub addressing: String,
    pub bucket: String,
    pub key: String,
    pub query: Vec<(String, String)>,
    #[serde(deserialize_with = "pairs_of_object")]
    pub headers: Vec<(String, String)>,
    pub session_token: Option<String>,
    pub sign_at: i64,
    pub expires_in: u32,
    pub canonical_request: Option<String>,
    pub signing_key: Option<String>,
    pub string_to_sign: String,
    pub signature: String,
    pub url: String,
}

impl UrlCase {
    pub fn expires_at(&self) -> i64 {
        self.sign_at + i64::from(self.expires_in)
    }
}

/// An upload form.
#[derive(Deserialize)]
pub struct FormCase {
    pub name: String,
    pub version: String,
    pub endpoint: String,
    pub region: String,
    pub addressing: String,
    pub bucket: String,
    pub key: String,
    pub given_fields: Vec<(String, String)>,
    /// In boto3's notation.
    pub given_conditions: Vec<Value>,
    pub session_token: Option<String>,
    pub sign_at: i64,
    pub expires_in: u32,
    pub url: String,
    pub fields: Vec<(String, String)>,
}

impl FormCase {
    pub fn expires_at(&self) -> i64 {
        self.sign_at + i64::from(self.expires_in)
    }
}

/// Returns the URLs of Signature Version 4.
pub fn v4() -> Vec<UrlCase> {
    cases(include_str!("sigv4.json"), 106)
}

/// Returns the URLs of Signature Version 2.
pub fn v2() -> Vec<UrlCase> {
    cases(include_str!("sigv2.json"), 96)
}

/// Returns the upload forms of both versions.
pub fn forms() -> Vec<FormCase> {
    cases(include_str!("post.json"), 24)
}

/// Returns the URL of the case with this name.
pub fn url(cases: Vec<UrlCase>, name: &str) -> String {
    cases.into_iter().find(|case| case.name == name).unwrap_or_else(|| panic!("no case {name:?}")).url
}

/// Borrows pairs in the form in which requests take them.
pub fn borrowed(pairs: &[(String, String)]) -> Vec<(&str, &str)> {
    pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// Splits a URL into the text before its query and the sorted query parameters: Version 2 leaves their order free.
pub fn sorted_parts(url: &str) -> (&str, Vec<&str>) {
    let (address, query) = url.split_once('?').unwrap();
    let mut parameters: Vec<_> = query.split('&').collect();
    parameters.sort_unstable();
    (address, parameters)
}

/// Reads a file. It must have at least `least` cases, because a test of no cases passes.
fn cases<C: DeserializeOwned>(json: &str, least: usize) -> Vec<C> {
    let file: File<C> = serde_json::from_str(json).unwrap();
    assert_eq!((&*file.access_key, &*file.secret_key), (ACCESS_KEY, SECRET_KEY));
    assert!(file.cases.len() >= least, "{} cases, at least {least} are expected", file.cases.len());
    file.cases
}

fn pairs_of_object<'de, D: Deserializer<'de>>(object: D) -> Result<Vec<(String, String)>, D::Error> {
    Ok(BTreeMap::deserialize(object)?.into_iter().collect())
}
