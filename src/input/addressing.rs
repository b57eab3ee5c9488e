//! Where the bucket is in a URL.

use std::str::FromStr;

use crate::Error;
use crate::codes::codes;
use crate::input::choice;

codes! {
    /// Selects where the bucket is in the URL.
    #[derive(Default)]
    pub enum Addressing: meaning {
        #[default]
        Auto = 0, "auto",
            "path style with an explicit endpoint; on AWS, virtual where the bucket is a single DNS label (with a dot in \
             it, no TLS certificate would match), otherwise path";
        Path = 1, "path", "`https://host/bucket/key`: the bucket is the first segment of the path";
        Virtual = 2, "virtual",
            "`https://bucket.host/key`; every label of the bucket must be a DNS label, and the host must not be an IP \
             address";
        Cname = 3, "cname", "`https://host/key`: the host of the endpoint is the bucket";
        VirtualOrPath = 4, "virtual-or-path", "virtual where the bucket's name allows it, otherwise path, as s3cmd decides";
    }
}

impl FromStr for Addressing {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        choice::by_name("addressing", &Self::ALL, Self::name, name)
    }
}
