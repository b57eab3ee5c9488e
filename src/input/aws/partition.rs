//! AWS's partitions: the regions that each can have, and the domain of its hosts.

/// A group of regions with accounts and a domain of its own.
pub(crate) struct Partition {
    /// The second part of its ARNs.
    pub(crate) name: &'static str,
    /// What its regions begin with, before the direction and the number.
    areas: &'static [&'static str],
    pub(crate) domain: &'static str,
    /// Whether it is cut off from the Internet.
    pub(crate) is_isolated: bool,
}

/// From botocore's partitions.json: the names, `regionRegex` and `dnsSuffix`.
const PARTITIONS: [Partition; 8] = [
    public("aws", &["us", "eu", "ap", "sa", "ca", "me", "af", "il", "mx"], "amazonaws.com"),
    public("aws-cn", &["cn"], "amazonaws.com.cn"),
    public("aws-us-gov", &["us-gov"], "amazonaws.com"),
    public("aws-eusc", &["eusc-de"], "amazonaws.eu"),
    isolated("aws-iso", &["us-iso"], "c2s.ic.gov"),
    isolated("aws-iso-b", &["us-isob"], "sc2s.sgov.gov"),
    isolated("aws-iso-e", &["eu-isoe"], "cloud.adc-e.uk"),
    isolated("aws-iso-f", &["us-isof"], "csp.hci.ic.gov"),
];

const fn public(name: &'static str, areas: &'static [&'static str], domain: &'static str) -> Partition {
    Partition { name, areas, domain, is_isolated: false }
}

const fn isolated(name: &'static str, areas: &'static [&'static str], domain: &'static str) -> Partition {
    Partition { name, areas, domain, is_isolated: true }
}

/// Returns the partition of a region, by the region's form: area, direction, number. AWS's newest regions have it too.
pub(crate) fn of_region(region: &str) -> Option<&'static Partition> {
    let (front, number) = region.rsplit_once('-')?;
    let (area, direction) = front.rsplit_once('-')?;
    // Backblaze's regions have this form too, but numbers such as 004.
    let is_number =
        !number.is_empty() && !number.starts_with('0') && number.bytes().all(|byte| byte.is_ascii_digit());
    let is_word = |word: &str| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    let is_region = is_number && is_word(direction);
    PARTITIONS.iter().find(|partition| is_region && partition.areas.contains(&area))
}

/// Returns the labels of a host before the domain of a partition.
pub(crate) fn labels(host: &str) -> Option<&str> {
    PARTITIONS.iter().find_map(|partition| host.strip_suffix(partition.domain)?.strip_suffix('.'))
}
