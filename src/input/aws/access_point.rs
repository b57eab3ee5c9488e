//! The ARNs of access points, which may be given in place of a bucket.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-naming.html>

use super::partition::{self, Partition};
use crate::Error;
use crate::error::quoted;
use crate::input::dns::is_dns_label;

/// An access point, as its ARN describes it.
pub(crate) struct AccessPoint<'a> {
    pub(crate) partition: &'static Partition,
    pub(crate) region: &'a str,
    account: &'a str,
    name: &'a str,
}

/// Returns whether a bucket is given as an ARN. No storage allows such a name for a bucket.
#[inline]
pub(crate) fn is_arn(bucket: &str) -> bool {
    bucket.starts_with("arn:")
}

impl<'a> AccessPoint<'a> {
    /// Reads `arn:<partition>:s3:<region>:<account>:accesspoint/<name>`, or with `:` before the name.
    pub(crate) fn parse(arn: &'a str) -> Result<Self, Error> {
        Self::read(arn).map_err(|rule| Error::Bucket { bucket: quoted(arn), rule })
    }

    fn read(arn: &'a str) -> Result<Self, &'static str> {
        const FORM: &str =
            "must be arn:<partition>:s3:<region>:<account>:accesspoint/<name>, the ARN of an access point";
        let mut parts = arn.splitn(6, ':').skip(1);
        let [Some(partition), Some(service), Some(region), Some(account), Some(resource)] =
            std::array::from_fn(|_| parts.next())
        else {
            return Err(FORM);
        };
        let (kind, name) = resource.split_once(['/', ':']).unwrap_or((resource, ""));
        match (service, kind) {
            ("s3", "accesspoint") if region.is_empty() => return Err(MULTI_REGION),
            ("s3", "accesspoint") => {}
            ("s3", _) if region.is_empty() && account.is_empty() => return Err(BUCKET),
            ("s3-object-lambda", _) => return Err(LAMBDA),
            ("s3-outposts", _) => return Err(OUTPOSTS),
            ("s3express", _) => return Err(EXPRESS),
            _ => return Err(FORM),
        }
        let partition = partition::of_region(region)
            .filter(|known| known.name == partition)
            .ok_or("has a region that does not belong to its partition")?;
        if account.len() != 12 || !account.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err("must have an account of 12 digits before accesspoint");
        }
        if name.contains(['/', ':']) {
            return Err("must end in the access point's name: the key is given on its own");
        }
        if !(3..=50).contains(&name.len()) || !is_dns_label(name) {
            return Err(
                "must end in an access point's name: 3 to 50 characters of a-z, 0-9 and -, no - at its ends",
            );
        }
        Ok(Self { partition, region, account, name })
    }

    /// Returns the label that takes a bucket's place before the host.
    pub(crate) fn label(&self) -> String {
        format!("{}-{}", self.name, self.account)
    }
}

const BUCKET: &str = "is the ARN of a bucket or of its objects: give the bucket's name alone";
const EXPRESS: &str = "is an ARN of S3 Express, whose links are signed for the service s3express with the keys of a session \
                       (CreateSession): presign signs for the service s3";
const LAMBDA: &str = "is an ARN of S3 Object Lambda, whose links are signed for the service s3-object-lambda: give the \
                      access point's alias, which ends in --ol-s3";
const MULTI_REGION: &str = "is the ARN of a Multi-Region Access Point, which needs Signature Version 4A: give the access \
                            point or the bucket of one region";
const OUTPOSTS: &str = "is an ARN of S3 on Outposts, whose links are signed for the service s3-outposts: presign signs for the service s3";
