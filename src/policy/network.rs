//! Reads one address or network.

use std::net::{IpAddr, Ipv4Addr};

use ipnet::{IpNet, Ipv4Net};

/// Reads `203.0.113.7`, `203.0.113.0/24` or the IPv6 equivalent. The error is the rule that the text breaks.
pub(super) fn parse(text: &str) -> Result<IpNet, String> {
    let (address, length) = match text.split_once('/') {
        Some((address, length)) => (address, Some(length)),
        None => (text, None),
    };
    // The standard library's parser refuses leading zeros, which some programs read as octal numbers.
    let address: IpAddr = address.parse().map_err(|_| {
        "must be an IPv4 or IPv6 address, or a network like 203.0.113.0/24 or 2001:db8::/32".to_owned()
    })?;
    if let IpAddr::V6(mapped) = address
        && let Some(address) = mapped.to_ipv4_mapped()
    {
        let own = mapped_network(address, length).map_or(address.to_string(), |network| network.to_string());
        return Err(format!("is an IPv4 address written as IPv6, which matches no client: write {own}"));
    }
    let most = if address.is_ipv4() { 32 } else { 128 };
    let length = match length {
        None => most,
        Some(digits) => prefix_length(digits, most)
            .ok_or_else(|| format!("must have a prefix length from 0 to {most} after the slash"))?,
    };
    let network = IpNet::new(address, length).map_err(|error| error.to_string())?;
    if network.trunc() == network {
        return Ok(network);
    }
    Err(format!(
        "has bits set after its prefix: write {} for the network, or {address} for the one address",
        network.trunc()
    ))
}

/// Returns the same network in IPv4, whose addresses are the last 32 of IPv6's 128 bits. `None` if bits are set after
/// the prefix: only the address is unambiguous then.
fn mapped_network(address: Ipv4Addr, length: Option<&str>) -> Option<Ipv4Net> {
    let length = prefix_length(length?, 128)?.checked_sub(96)?;
    Ipv4Net::new(address, length).ok().filter(|network| network.trunc() == *network)
}

fn prefix_length(digits: &str, most: u8) -> Option<u8> {
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    let has_zeros = digits.len() > 1 && digits.starts_with('0');
    digits.parse().ok().filter(|length| is_number && !has_zeros && *length <= most)
}
