//! Writes the canonical request of a received link.

use super::params::V4Params;
use crate::input::headers;
use crate::input::headers::CONTENT_SHA256;
use crate::input::sigv4::UNSIGNED_PAYLOAD;
use crate::received::url::{ObjectAddress, ParsedUrl};

pub(crate) fn write(
    url: &ParsedUrl,
    params: &V4Params,
    object: &ObjectAddress,
    method: &str,
    out: &mut Vec<u8>,
) {
    out.extend_from_slice(method.as_bytes());
    out.push(b'\n');
    object.write_path(url, out);
    out.push(b'\n');
    url.query.write_canonical(out);
    write_headers(url, params, out);
    out.extend_from_slice(b"\n\n");
    out.extend_from_slice(params.signed_headers.as_bytes());
    out.push(b'\n');
    out.extend_from_slice(payload(url).as_bytes());
}

/// Writes a line for each signed header, sorted, each with its newline in front. Requests without one of them have
/// been refused.
fn write_headers(url: &ParsedUrl, params: &V4Params, out: &mut Vec<u8>) {
    let write_host = |out: &mut Vec<u8>| {
        out.extend_from_slice(b"\nhost:");
        out.extend_from_slice(url.host.as_bytes());
    };
    if *params.signed_headers == *"host" {
        return write_host(out);
    }
    let mut names: Vec<&str> = params.signed_headers.split(';').collect();
    names.sort_unstable();
    for name in names {
        if name == "host" {
            write_host(out);
        } else if let Some(header) = url.values(name).first() {
            headers::write_line(out, header);
        }
    }
}

/// Returns the last line of the canonical request: the payload's digest if the request contains one, or
/// `UNSIGNED-PAYLOAD`.
fn payload<'u>(url: &'u ParsedUrl) -> &'u str {
    if let Some((_, value)) = url.values(CONTENT_SHA256).first() {
        return value;
    }
    let pair = url.query.pairs.iter().find(|pair| pair.name.eq_ignore_ascii_case(CONTENT_SHA256));
    pair.map_or(UNSIGNED_PAYLOAD, |pair| &pair.value)
}
