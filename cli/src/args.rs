//! What can stand on the command line. A secret cannot: other users of the machine would see it.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use presign::Addressing;

use crate::policy::PolicyArgs;
use crate::post::PostArgs;
use crate::values::{Moment, Seconds};

const HELP: &str = "\
Examples:
  presign s3://example-bucket/image.jpg --expires-in 604800 --endpoint-url s-dt2.cloud.gcore.lu
  presign s3://example-bucket/image.jpg --expires-at 2030-01-31T18:00:00+01:00 --v2
  presign s3://example-bucket/up.pdf --method PUT --header 'Content-Type: application/pdf' --json
  presign s3://example-bucket/big.iso --method POST --query uploads
  presign signurl s3://example-bucket/image.jpg +604800
  find . -name '*.jpg' -printf '%P\\n' | presign batch s3://example-bucket/photos/ --expires-in 12h

Keys come from the first of these that has them:
  1. --profile
  2. AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment (with AWS_SESSION_TOKEN)
  3. AWS_PROFILE or the default profile in ~/.aws
  4. ~/.s3cfg (for signurl it comes before ~/.aws)
AWS_SHARED_CREDENTIALS_FILE, AWS_CONFIG_FILE and S3CMD_CONFIG name other files; /dev/null is an empty one.
Region and endpoint: the option, then AWS_REGION, AWS_DEFAULT_REGION, AWS_ENDPOINT_URL_S3 and
AWS_ENDPOINT_URL, then the file.

The key after s3://bucket/ is taken as it stands; nothing in it is decoded. One URL goes to stdout,
errors and warnings to stderr. Exit codes: 0; 2 for a command line that cannot be understood; 1 for
any other failure.";

/// Make a temporary link to a private file in S3-compatible storage, offline.
///
/// The link works for everyone who has it until it ends; afterwards the storage answers 403 AccessDenied.
#[derive(Debug, Parser)]
#[command(name = "presign", bin_name = "presign", version, after_help = HELP, args_conflicts_with_subcommands = true, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) form: Option<Form>,
    #[command(flatten)]
    pub(crate) link: LinkArgs,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Form {
    /// As `s3cmd signurl`: a link of signature version 2 that ends at a moment, or after so many seconds
    Signurl(SignurlArgs),
    /// A link for each line of a list of keys
    Batch(BatchArgs),
    /// What stands in a link, and what is wrong with it; needs no keys
    Inspect(InspectArgs),
    /// Whether a storage with these keys would let a link in
    Verify(VerifyArgs),
    /// Why a storage refuses a link
    Explain(ExplainArgs),
    /// A form with which whoever has it can upload a file: a curl command, a page, or JSON
    Post(PostArgs),
    /// A bucket policy that refuses links outside of some networks
    Policy(PolicyArgs),
}

#[derive(Debug, Args)]
pub(crate) struct LinkArgs {
    /// s3://bucket/key, or s3://bucket with --query or --method for the bucket itself
    pub(crate) uri: Option<OsString>,
    #[command(flatten)]
    pub(crate) end: EndArgs,
    #[command(flatten)]
    pub(crate) request: RequestArgs,
    #[command(flatten)]
    pub(crate) place: PlaceArgs,
    /// Print an object with url, method, headers (which must be sent) and expires_at (epoch seconds)
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SignurlArgs {
    /// s3://bucket/key
    pub(crate) uri: OsString,
    /// The end: epoch seconds, or +seconds from now
    #[arg(value_name = "EPOCH|+SECONDS", allow_hyphen_values = true)]
    pub(crate) end: String,
    #[command(flatten)]
    pub(crate) request: RequestArgs,
    #[command(flatten)]
    pub(crate) place: PlaceArgs,
    /// Print an object with url, method, headers (which must be sent) and expires_at (epoch seconds)
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct BatchArgs {
    /// s3://bucket or s3://bucket/prefix; each key is put behind it as it stands
    pub(crate) uri: OsString,
    /// A file with a key on each line; - is standard input
    #[arg(default_value = "-")]
    pub(crate) keys: PathBuf,
    /// Write the URLs to this file, which appears when all are made; - is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    pub(crate) output: PathBuf,
    /// Sign with so many threads; 0 is one for each core
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) threads: usize,
    /// Keys and URLs end in NUL instead of a newline (find -print0), so that a key may hold a newline
    #[arg(long)]
    pub(crate) null: bool,
    #[command(flatten)]
    pub(crate) end: EndArgs,
    #[command(flatten)]
    pub(crate) request: RequestArgs,
    #[command(flatten)]
    pub(crate) place: PlaceArgs,
}

#[derive(Debug, Args)]
pub(crate) struct InspectArgs {
    #[command(flatten)]
    pub(crate) read: ReadArgs,
    /// Print an object
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    #[command(flatten)]
    pub(crate) read: ReadArgs,
    #[command(flatten)]
    pub(crate) sent: SentArgs,
    #[command(flatten)]
    pub(crate) rules: RuleArgs,
    /// Print an object, also where the link is refused
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    #[command(flatten)]
    pub(crate) read: ReadArgs,
    #[command(flatten)]
    pub(crate) sent: SentArgs,
    /// The region that the storage checks; without it any will do
    #[arg(long)]
    pub(crate) region: Option<String>,
    /// The storage's answer, an XML document; AWS and Swift say in it what they computed
    #[arg(long, value_name = "FILE")]
    pub(crate) response: Option<PathBuf>,
    /// Print the values of headers and the session token too
    #[arg(long)]
    pub(crate) show_values: bool,
    /// Print an object
    #[arg(long)]
    pub(crate) json: bool,
}

/// What a storage may decide about the links that it takes.
#[derive(Debug, Args)]
pub(crate) struct RuleArgs {
    /// The region that the storage checks; without it any will do
    #[arg(long)]
    pub(crate) region: Option<String>,
    /// How far the signing time of a version 4 link may lie ahead (seconds, 15m) [default: 900]
    #[arg(long, value_name = "SECONDS", allow_hyphen_values = true)]
    pub(crate) clock_skew: Option<Seconds>,
    /// The longest life, for both versions (seconds, 30d) [default: 7 days with version 4]
    #[arg(long, value_name = "LIFE", allow_hyphen_values = true)]
    pub(crate) max_expires_in: Option<Seconds>,
    /// A header that every link must have signed; may be given more than once
    #[arg(long = "require-header", value_name = "NAME")]
    pub(crate) required: Vec<String>,
    /// Let HEAD in with links that are signed for GET
    #[arg(long)]
    pub(crate) allow_head: bool,
}

/// A link to read, and where it points.
#[derive(Debug, Args)]
pub(crate) struct ReadArgs {
    /// The link, in quotes; - reads it from standard input, where other users of the machine do not see it
    pub(crate) url: String,
    /// The storage, where the bucket may stand before its host; without it AWS's hosts are known, and all others have
    /// the bucket in the path
    #[arg(long, value_name = "URL")]
    pub(crate) endpoint_url: Option<String>,
    /// Where the bucket stands: auto, path, virtual, or cname (the host is the bucket)
    #[arg(long, value_name = "STYLE")]
    pub(crate) addressing_style: Option<Addressing>,
    /// The bucket behind the host, with cname [default: the host's name]
    #[arg(long)]
    pub(crate) bucket: Option<String>,
    /// Look at it as if it were this moment: epoch seconds or RFC 3339
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(crate) at: Option<Moment>,
}

/// What is sent with a link, and whose keys it should be signed with.
#[derive(Debug, Args)]
pub(crate) struct SentArgs {
    /// The method that it is sent with
    #[arg(long, value_name = "METHOD", default_value = "GET")]
    pub(crate) method: String,
    /// A header that is sent with it: 'Name: value'; may be given more than once
    #[arg(long = "header", value_name = "HEADER")]
    pub(crate) headers: Vec<String>,
    /// A profile of ~/.aws/credentials and ~/.aws/config
    #[arg(long)]
    pub(crate) profile: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct EndArgs {
    /// The life: seconds, or 7d, 12h, 30m; at most 7 days with signature version 4 [default: 3600]
    #[arg(long, value_name = "LIFE", allow_hyphen_values = true, conflicts_with = "expires_at")]
    pub(crate) expires_in: Option<Seconds>,
    /// The end: epoch seconds, or RFC 3339 as 2030-01-31T18:00:00+01:00
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(crate) expires_at: Option<Moment>,
}

#[derive(Debug, Args)]
pub(crate) struct RequestArgs {
    /// The method that the link allows, in upper case
    #[arg(long, value_name = "METHOD")]
    pub(crate) method: Option<String>,
    /// A header to be signed, which must then be sent: 'Name: value'; may be given more than once
    #[arg(long = "header", value_name = "HEADER")]
    pub(crate) headers: Vec<String>,
    /// A query parameter to be signed: name=value or name; may be given more than once
    #[arg(long = "query", value_name = "NAME=VALUE")]
    pub(crate) query: Vec<String>,
    /// Sign as if it were this moment: epoch seconds or RFC 3339
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(crate) sign_at: Option<Moment>,
    /// Make the same link for so long (seconds, 1h), so that it can be cached; the life grows by as much
    #[arg(long, value_name = "WINDOW", allow_hyphen_values = true)]
    pub(crate) stable_for: Option<Seconds>,
}

#[derive(Debug, Args)]
pub(crate) struct PlaceArgs {
    /// The storage: host, host:port or URL; https unless it says http:// [default: AWS]
    #[arg(long, value_name = "URL")]
    pub(crate) endpoint_url: Option<String>,
    /// The storage's region [default: us-east-1]
    #[arg(long)]
    pub(crate) region: Option<String>,
    /// Where the bucket stands: auto, path, virtual, cname (the host is the bucket), or virtual-or-path (as s3cmd)
    #[arg(long, value_name = "STYLE")]
    pub(crate) addressing_style: Option<Addressing>,
    /// Sign with signature version 2: no limit of life, refused by newer storages
    #[arg(long)]
    pub(crate) v2: bool,
    /// The longest life, for a storage whose limit is not 7 days (seconds, 30d)
    #[arg(long, value_name = "LIFE", allow_hyphen_values = true)]
    pub(crate) max_expires_in: Option<Seconds>,
    /// A profile of ~/.aws/credentials and ~/.aws/config
    #[arg(long)]
    pub(crate) profile: Option<String>,
}
