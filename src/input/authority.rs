//! The parts of an endpoint's text: host, port and base path.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::limits::MAX_HOST_BYTES;

/// Returns the host (in canonical form), the port, and whether the host is an IP address.
pub(crate) fn split_host(authority: &str) -> Result<(String, Option<u16>, bool), &'static str> {
    if let Some(rest) = authority.strip_prefix('[') {
        let (address, port) = rest.split_once(']').ok_or("has a [ without a matching ]")?;
        // RFC 5952's form, which clients put into the Host header. A zone has no meaning on any other machine.
        let address: Ipv6Addr =
            address.parse().map_err(|_| "must have an IPv6 address without a zone in its brackets")?;
        // Clients disagree on how to write these addresses.
        if address.to_ipv4_mapped().is_some() {
            return Err(
                "has an IPv4 address in its brackets: write it as four decimal numbers, without brackets",
            );
        }
        let port = match port.strip_prefix(':') {
            Some(port) => Some(parse_port(port)?),
            None if port.is_empty() => None,
            None => return Err("must have nothing but :port after the ]"),
        };
        return Ok((format!("[{address}]"), port, true));
    }
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => (host, Some(parse_port(port)?)),
        None => (authority, None),
    };
    let host = host.to_ascii_lowercase();
    let is_ip = check_host(&host)?;
    Ok((host, port, is_ip))
}

const PORT_RULE: &str = "must have a port from 1 to 65535 after the colon (IPv6 addresses go in brackets)";

/// Separate from `PORT_RULE`, because text after a colon may be a password whose `@` was lost.
pub(crate) const PORT_NUMBER_RULE: &str =
    "must have a number after the colon, a port from 1 to 65535 (IPv6 addresses go in brackets)";

fn parse_port(port: &str) -> Result<u16, &'static str> {
    if port.bytes().any(|byte| !byte.is_ascii_digit() && !b"+-:".contains(&byte)) {
        return Err(PORT_NUMBER_RULE);
    }
    // `parse` would accept a plus sign.
    if !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(PORT_RULE);
    }
    port.parse().ok().filter(|port| *port != 0).ok_or(PORT_RULE)
}

/// Checks a lower-case host name and returns whether it is an IPv4 address.
fn check_host(host: &str) -> Result<bool, &'static str> {
    if host.is_empty() {
        return Err("must have a host");
    }
    let known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    if !host.bytes().all(known) {
        return Err("must have a host of ASCII letters, digits, - . _ only");
    }
    if host.len() > MAX_HOST_BYTES || host.split('.').any(|label| label.is_empty() || label.len() > 63) {
        return Err("must have a host of at most 253 bytes in labels of 1 to 63 bytes");
    }
    // Clients read 127.1 and 0x7f.0.0.1 as addresses and send them rewritten, which breaks the signature.
    let last = host.rsplit('.').next().unwrap_or_default();
    let numeric = |label: &str| label.bytes().all(|byte| byte.is_ascii_digit());
    if numeric(last)
        || last.strip_prefix("0x").is_some_and(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
    {
        return match host.parse::<Ipv4Addr>() {
            Ok(_) => Ok(true),
            Err(_) => Err("ends in a number but is not an IPv4 address of four decimal numbers"),
        };
    }
    Ok(false)
}

/// Checks a base path. It is sent as it was given, so it must already be valid in a URL.
pub(crate) fn check_base_path(path: &str) -> Result<(), &'static str> {
    let printable = |byte: u8| {
        byte.is_ascii_graphic()
            && !matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}')
    };
    if !path.bytes().all(printable) {
        return Err("must have a percent-encoded base path");
    }
    let mut rest = path;
    while let Some((_, after)) = rest.split_once('%') {
        let digits = after.get(..2).unwrap_or_default();
        if digits.len() < 2 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err("must have a base path in which two hexadecimal digits follow every %");
        }
        rest = after;
    }
    // Clients resolve these before they send the request, %2e included, and the signature would not match.
    let is_dots =
        |segment: &str| matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..");
    if path.split('/').any(is_dots) {
        return Err("must have a base path without . and .. segments");
    }
    Ok(())
}
