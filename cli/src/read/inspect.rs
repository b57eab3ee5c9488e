//! `presign inspect`: prints what a presigned URL contains.

use std::io::{Read, Write};

use presign::{Inspection, Received};
use serde_json::json;

use super::readable::Contents;
use super::{url, verifier, version_name};
use crate::args::InspectArgs;
use crate::failure::Failure;
use crate::shown;

pub(crate) fn inspect(
    args: &InspectArgs,
    stdin: Box<dyn Read>,
    stdout: &mut dyn Write,
) -> Result<(), Failure> {
    let url = url(&args.read, stdin)?;
    let request = Received::url("GET", &url).at(args.read.at.map(|moment| moment.0));
    let link = verifier(&args.read).build()?.inspect(&request)?;
    let text = if args.json { for_programs(&link) } else { for_people(&link) };
    stdout.write_all(text.as_bytes()).map_err(Failure::output)
}

fn for_programs(link: &Inspection) -> String {
    let warnings: Vec<_> = link
        .warnings
        .iter()
        .map(|warning| json!({"name": warning.name(), "message": warning.message()}))
        .collect();
    let object = json!({
        "version": version_name(link.version),
        "host": link.host,
        "bucket": link.bucket,
        "key": link.key,
        "access_key": link.access_key,
        "region": link.region,
        "signed_at": link.signed_at,
        "expires_at": link.expires_at,
        "seconds_left": link.seconds_left(),
        "signed_headers": link.signed_headers,
        "query": link.query,
        "session_token": link.has_session_token,
        "warnings": warnings,
    });
    shown::object(&object)
}

fn for_people(link: &Inspection) -> String {
    Contents {
        version: version_name(link.version),
        host: &link.host,
        bucket: &link.bucket,
        key: &link.key,
        access_key: &link.access_key,
        region: link.region.as_deref(),
        signed_at: link.signed_at,
        expires_at: link.expires_at,
        now: link.now,
        signed_headers: &link.signed_headers,
        query: &link.query,
        warnings: link.warnings.iter().map(|warning| warning.message()).collect(),
    }
    .text()
}
