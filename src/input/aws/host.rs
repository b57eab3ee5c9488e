//! Reads the names of AWS's S3 hosts. The labels are read from the right, because a bucket may contain any of them.

use super::partition;

/// What the name of an S3 host says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct AwsHost<'a> {
    /// The bucket or access point before the host.
    pub(crate) bucket: Option<&'a str>,
    /// `None` for hosts that serve all regions.
    pub(crate) region: Option<&'a str>,
    pub(crate) kind: HostKind,
}

/// What a host serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HostKind {
    /// `s3.<region>`, the older `s3-<region>`, and the global `s3`.
    Buckets,
    /// `s3-accelerate`, which takes buckets before the host only.
    Accelerate,
    /// `s3-accesspoint.<region>`, which takes access points before the host only.
    AccessPoints,
    /// `bucket.vpce-<id>.s3.<region>.vpce`, an interface endpoint.
    VpcBuckets,
    /// `accesspoint.vpce-<id>.s3.<region>.vpce`.
    VpcAccessPoints,
    /// A host that serves no links signed for the service `s3`, with the reason as a rule for messages.
    Other(&'static str),
}

const CONTROL: HostKind = HostKind::Other("serves S3's control operations: no link to an object leads there");
const EXPRESS: HostKind = HostKind::Other(
    "is a host of S3 Express, whose links are signed for the service s3express with the keys of a session: presign \
     signs for the service s3",
);
const LAMBDA: HostKind = HostKind::Other(
    "is a host of S3 Object Lambda, whose links are signed for the service s3-object-lambda: use the access point's \
     alias (it ends in --ol-s3) as the bucket, at the region's own host",
);
const MULTI_REGION: HostKind = HostKind::Other(
    "is a host of Multi-Region Access Points, which need Signature Version 4A: presign has versions 4 and 2",
);
const OUTPOSTS: HostKind = HostKind::Other(
    "is a host of S3 on Outposts, whose links are signed for the service s3-outposts: presign signs for the service s3",
);
const WEBSITE: HostKind =
    HostKind::Other("is a host for websites, which answer no signed links: use the region's S3 host");

/// The older hosts that name us-east-1 otherwise.
const EXTERNAL: &str = "s3-external-1";

/// Reads a host without its port, in lower case. Returns `None` for hosts that are not AWS's, and for hosts of other
/// services: a virtual machine or a load balancer at AWS may serve any storage.
pub(crate) fn read(host: &str) -> Option<AwsHost<'_>> {
    let (before, last) = split_last(partition::labels(host)?);
    let (before, region, kind) = match last {
        "s3" => (before, None, HostKind::Buckets),
        "s3-accelerate" => (before, None, HostKind::Accelerate),
        "s3-global" => (before.strip_suffix("accesspoint")?, None, MULTI_REGION),
        EXTERNAL => (before, Some("us-east-1"), HostKind::Buckets),
        "dualstack" => match split_last(before) {
            (before, "s3-accelerate") => (before, None, HostKind::Accelerate),
            _ => return None,
        },
        "vpce" => vpc_endpoint(before)?,
        _ => match older_region(last) {
            Some((region, kind)) => (before, Some(region), kind),
            None => regional(before, last)?,
        },
    };
    let bucket = before.strip_suffix('.').unwrap_or(before);
    Some(AwsHost { bucket: Some(bucket).filter(|bucket| !bucket.is_empty()), region, kind })
}

/// Splits off the last label.
fn split_last(labels: &str) -> (&str, &str) {
    labels.rsplit_once('.').unwrap_or(("", labels))
}

/// Reads `s3-<region>`, `s3-fips-<region>`, `s3-website-<region>`.
fn older_region(label: &str) -> Option<(&str, HostKind)> {
    let rest = label.strip_prefix("s3-")?;
    let (rest, kind) = match rest.strip_prefix("website-") {
        Some(rest) => (rest, WEBSITE),
        None => (rest.strip_prefix("fips-").unwrap_or(rest), HostKind::Buckets),
    };
    partition::of_region(rest).map(|_| (rest, kind))
}

/// Reads `[<bucket>.]<service>[.dualstack]` before the region.
fn regional<'a>(before: &'a str, region: &'a str) -> Option<(&'a str, Option<&'a str>, HostKind)> {
    let (before, service) = match split_last(before) {
        (before, "dualstack") => split_last(before),
        whole => whole,
    };
    let kind = match service.strip_suffix("-fips").unwrap_or(service) {
        "s3" => HostKind::Buckets,
        "s3-accesspoint" => HostKind::AccessPoints,
        "s3-control" => CONTROL,
        "s3-object-lambda" => LAMBDA,
        "s3-outposts" => OUTPOSTS,
        "s3-website" => WEBSITE,
        other if other.starts_with("s3express-") => EXPRESS,
        _ => return None,
    };
    Some((before, Some(region), kind))
}

/// Reads `[<bucket>.]<kind>.vpce-<id>.s3.<region>` before `vpce`.
fn vpc_endpoint(labels: &str) -> Option<(&str, Option<&str>, HostKind)> {
    let (before, region) = split_last(labels);
    let (before, service) = split_last(before);
    let (before, id) = split_last(before);
    if service != "s3" || !id.starts_with("vpce-") {
        return None;
    }
    let (before, kind) = match split_last(before) {
        (before, "bucket") => (before, HostKind::VpcBuckets),
        (before, "accesspoint") => (before, HostKind::VpcAccessPoints),
        (before, "control") => (before, CONTROL),
        _ => return None,
    };
    Some((before, Some(region), kind))
}
