//! Writes the string to sign of a received link.

use super::params::V2Params;
use crate::input::header_names::is_amz;
use crate::input::sigv2::{is_header, signs_parameter, write_subresources};
use crate::received::url::{ObjectAddress, ParsedUrl};

pub(crate) fn write(
    url: &ParsedUrl,
    params: &V2Params,
    object: &ObjectAddress,
    method: &str,
    out: &mut Vec<u8>,
) {
    let value = |name| url.values(name).first().map_or("", |(_, value)| *value);
    for part in [method, value("content-md5"), value("content-type"), &params.expires] {
        out.extend_from_slice(part.as_bytes());
        out.push(b'\n');
    }
    for (name, value) in amz_lines(url) {
        out.extend_from_slice(name.as_bytes());
        out.push(b':');
        out.extend_from_slice(value.as_bytes());
        out.push(b'\n');
    }
    object.write_resource(url, out);
    let pairs = url.query.pairs.iter().filter(|pair| signs_parameter(&pair.name));
    let pairs: Vec<_> = pairs.map(|pair| (&*pair.name, &*pair.value)).collect();
    write_subresources(out, &pairs);
}

/// Returns the `x-amz-*` headers, sorted by lower-case name. Servers also read the token and metadata from the
/// query, if there is no header of that name.
fn amz_lines<'u>(url: &'u ParsedUrl) -> Vec<(String, &'u str)> {
    let sent = url.headers.iter().filter(|(name, _)| is_amz(name));
    let mut lines: Vec<(String, &str)> =
        sent.map(|(name, value)| (name.to_ascii_lowercase(), *value)).collect();
    for pair in &url.query.pairs {
        if !is_header(&pair.name) {
            continue;
        }
        let name = pair.name.to_ascii_lowercase();
        if url.values(&name).is_empty() {
            lines.push((name, &pair.value));
        }
    }
    lines.sort_unstable();
    lines
}
