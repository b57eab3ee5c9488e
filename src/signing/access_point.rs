//! Links to access points. The ARN of one takes the place of a bucket, and chooses the host and the region.

use crate::error::quoted;
use crate::input::aws::access_point::{AccessPoint, is_arn};
use crate::{Addressing, Error, Request, Signer};

impl Signer {
    /// Calls `sign` with this signer and the request. If the bucket is an access point's ARN, `sign` is called with a
    /// signer of the access point's host and region, and with the label before that host as the bucket.
    #[inline]
    pub(super) fn at_bucket<T>(
        &self,
        request: &Request,
        sign: impl FnOnce(&Self, &Request) -> Result<T, Error>,
    ) -> Result<T, Error> {
        if !is_arn(request.bucket) {
            return sign(self, request);
        }
        let point = AccessPoint::parse(request.bucket)?;
        let signer = self.at_access_point(&point, request.bucket)?;
        sign(&signer, &Request { bucket: &point.label(), ..*request })
    }

    fn at_access_point(&self, point: &AccessPoint, arn: &str) -> Result<Self, Error> {
        let refuse = |rule| Err(Error::Bucket { bucket: quoted(arn), rule });
        if self.addressing == Addressing::Cname {
            return refuse(
                "is put before a host, and with cname addressing the host is the bucket's own: use virtual addressing",
            );
        }
        if !self.version().reaches_access_points() {
            return refuse("is an access point, and these need signature version 4");
        }
        let endpoint = self.endpoint.of_access_point(point, &self.region)?.url();
        Self::builder(self.credentials.access_key(), self.credentials.secret_key())
            .session_token(self.credentials.session_token())
            .region(point.region)
            .endpoint(&*endpoint)
            .addressing(Addressing::Virtual)
            .version(self.version())
            .max_expires_in(self.limits.max_expires_in)
            .credentials_expire_at(self.limits.credentials_expire_at)
            .build()
    }
}
