//! Defines the options that several subcommands share.

use clap::Args;
use presign::Addressing;

use crate::values::{Seconds, Timestamp};

#[derive(Debug, Args)]
pub(crate) struct ExpiryArgs {
    /// The lifetime: seconds, or 7d, 12h, 30m; at most 7 days with Signature Version 4 [default: 3600]
    #[arg(long, value_name = "DURATION", allow_hyphen_values = true, conflicts_with = "expires_at")]
    pub(crate) expires_in: Option<Seconds>,
    /// When the URL expires: epoch seconds, or RFC 3339 such as 2030-01-31T18:00:00+01:00
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(crate) expires_at: Option<Timestamp>,
}

#[derive(Debug, Args)]
pub(crate) struct RequestArgs {
    /// The HTTP method that the URL allows, in upper case
    #[arg(long, value_name = "METHOD")]
    pub(crate) method: Option<String>,
    /// A header to sign, which the client must then send: 'Name: value'; may be given more than once
    #[arg(long = "header", value_name = "HEADER", allow_hyphen_values = true)]
    pub(crate) headers: Vec<String>,
    /// A query parameter to sign: name=value or name; may be given more than once; --query=-n=v where the name begins
    /// with a hyphen
    #[arg(long = "query", value_name = "NAME=VALUE")]
    pub(crate) query: Vec<String>,
    /// The name under which a browser saves the file (Content-Disposition of the response)
    #[arg(long, value_name = "NAME", conflicts_with = "content_disposition")]
    pub(crate) filename: Option<String>,
    /// The Content-Disposition of the response to GET and HEAD; for other methods the one that the client must send
    #[arg(long, value_name = "VALUE")]
    pub(crate) content_disposition: Option<String>,
    /// The Content-Type of the response to GET and HEAD; for other methods the one that the client must send
    #[arg(long, value_name = "TYPE")]
    pub(crate) content_type: Option<String>,
    /// Use this signing time instead of the clock: epoch seconds or RFC 3339
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(crate) sign_at: Option<Timestamp>,
    /// Return the same URL for this long (seconds, or 1h), so that caches can reuse it; the lifetime grows by as much
    #[arg(long, value_name = "DURATION", allow_hyphen_values = true)]
    pub(crate) stable_for: Option<Seconds>,
}

#[derive(Debug, Args)]
pub(crate) struct PlaceArgs {
    /// The storage's endpoint: host, host:port or URL; https unless it begins with http:// [default: AWS]
    #[arg(long, value_name = "URL")]
    pub(crate) endpoint_url: Option<String>,
    /// The storage's region, which Signature Version 4 signs [default: us-east-1]
    #[arg(long)]
    pub(crate) region: Option<String>,
    /// Where the bucket is written: auto, path, virtual, cname (the host is the bucket), or virtual-or-path (as s3cmd)
    #[arg(long, value_name = "STYLE")]
    pub(crate) addressing_style: Option<Addressing>,
    /// Sign with Signature Version 2, which has no maximum lifetime and which newer storages refuse
    #[arg(long)]
    pub(crate) v2: bool,
    /// The longest lifetime, for a storage whose limit is not 7 days: seconds, or 30d
    #[arg(long, value_name = "DURATION", allow_hyphen_values = true)]
    pub(crate) max_expires_in: Option<Seconds>,
    /// The profile of ~/.aws/credentials and ~/.aws/config to take keys from
    #[arg(long)]
    pub(crate) profile: Option<String>,
}
