//! Defines the command line. No option takes a secret: other users of the machine can see a process's arguments.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;
use presign::Addressing;

use crate::batch::Format;
use crate::options::{ExpiryArgs, PlaceArgs, RequestArgs};
use crate::playlist::PlaylistArgs;
use crate::policy::PolicyArgs;
use crate::post::PostArgs;
use crate::values::{Seconds, Timestamp};

const HELP: &str = "\
Examples:
  presign s3://example-bucket/image.jpg --expires-in 604800 --endpoint-url s-dt2.cloud.gcore.lu
  presign s3://example-bucket/image.jpg --expires-at 2030-01-31T18:00:00+01:00 --v2
  presign s3://example-bucket/up.pdf --method PUT --header 'Content-Type: application/pdf' --json
  presign s3://example-bucket/big.iso --method POST --query uploads
  presign s3://example-bucket/q3.pdf --filename report-q3.pdf
  presign signurl s3://example-bucket/image.jpg +604800
  find . -name '*.jpg' -printf '%P\\n' | presign batch s3://example-bucket/photos/ --expires-in 12h
  presign batch --rows csv customers.csv -o links.csv

Keys are read from the first of these sources that has them:
  1. --profile
  2. AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment (with AWS_SESSION_TOKEN)
  3. AWS_PROFILE or the default profile in ~/.aws
  4. ~/.s3cfg (signurl reads it before ~/.aws)
AWS_SHARED_CREDENTIALS_FILE, AWS_CONFIG_FILE and S3CMD_CONFIG name other files; /dev/null counts as an
empty file. The region is taken from --region, AWS_REGION, AWS_DEFAULT_REGION or the file, in this
order; the endpoint from --endpoint-url, AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL or the file.

The key after s3://bucket/ is used verbatim; nothing in it is decoded. The URL is printed to stdout,
errors and warnings to stderr. Exit codes: 0 for success, 2 for an invalid command line, 1 for any
other failure.";

/// Sign a URL for a private object in S3-compatible storage, offline.
///
/// Anyone who holds the presigned URL can use it until it expires; then the storage responds 403 AccessDenied.
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
    /// Sign a URL as `s3cmd signurl` does: Signature Version 2, with an expiry in epoch seconds or in seconds from now
    Signurl(SignurlArgs),
    /// Sign a URL for each key of a list, one key per line, or for each row of a table
    Batch(BatchArgs),
    /// Sign the URIs of an HLS playlist: print it with a presigned URL in place of each relative URI
    Playlist(PlaylistArgs),
    /// Print what a presigned URL contains, with warnings about mistakes in it; needs no keys
    Inspect(InspectArgs),
    /// Check a presigned URL as a storage with these keys would; print the HTTP status and error code of a refusal
    Verify(VerifyArgs),
    /// Explain why a storage refuses a presigned URL
    Explain(ExplainArgs),
    /// Sign an upload form, as a curl command, an HTML page or JSON; anyone who holds it can upload until it expires
    Post(PostArgs),
    /// Print a bucket policy that refuses requests from outside the given networks
    Policy(PolicyArgs),
    /// Print a script that completes presign's options, for bash, zsh, fish, elvish or powershell
    Completions(CompletionsArgs),
    /// Write the manual pages into a folder
    Man(ManArgs),
}

#[derive(Debug, Args)]
pub(crate) struct LinkArgs {
    /// The object as s3://bucket/key or bucket/key, or s3://bucket with --query or --method for the bucket itself; more
    /// than one prints a line for each
    #[arg(value_name = "URI")]
    pub(crate) uris: Vec<OsString>,
    #[command(flatten)]
    pub(crate) expiry: ExpiryArgs,
    #[command(flatten)]
    pub(crate) request: RequestArgs,
    #[command(flatten)]
    pub(crate) place: PlaceArgs,
    /// Print a JSON object for each URI: url, method, headers (the client must send them) and expires_at (epoch seconds)
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SignurlArgs {
    /// The object as s3://bucket/key
    pub(crate) uri: OsString,
    /// When the URL expires: epoch seconds, or +seconds from now
    #[arg(value_name = "EPOCH|+SECONDS", allow_hyphen_values = true)]
    pub(crate) expiry: String,
    #[command(flatten)]
    pub(crate) request: RequestArgs,
    #[command(flatten)]
    pub(crate) place: PlaceArgs,
    /// Print a JSON object: url, method, headers (the client must send them) and expires_at (epoch seconds)
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct BatchArgs {
    /// s3://bucket or s3://bucket/prefix, to whose end each key of the list is appended verbatim; without it, each line
    /// of the list is s3://bucket/key
    #[arg(value_name = "URI")]
    pub(crate) uri: Option<OsString>,
    /// The file with one key per line; - reads standard input [default: -]
    #[arg(value_name = "FILE")]
    pub(crate) keys: Option<PathBuf>,
    /// The list is a table, whose rows say what to sign: uri, or bucket and key, and any of method, expires_in, expires_at,
    /// filename, version_id, content_type, query.NAME and header.NAME. Each row is printed with its URL added as url
    #[arg(long, value_name = "FORMAT", conflicts_with_all = ["null", "with_keys"])]
    pub(crate) rows: Option<Format>,
    /// Print a row that cannot be signed with the reason added as error, and go on; the exit code is then 1
    #[arg(long, requires = "rows")]
    pub(crate) keep_going: bool,
    /// Print each line of the list and a tab before its URL
    #[arg(long)]
    pub(crate) with_keys: bool,
    /// Write the URLs to this file, which is created or replaced only once all are signed; - is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    pub(crate) output: PathBuf,
    /// The number of threads that sign; 0 starts one per core
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) threads: usize,
    /// Terminate keys and URLs with NUL instead of a newline (find -print0), so that a key may contain a newline
    #[arg(long)]
    pub(crate) null: bool,
    #[command(flatten)]
    pub(crate) expiry: ExpiryArgs,
    #[command(flatten)]
    pub(crate) request: RequestArgs,
    #[command(flatten)]
    pub(crate) place: PlaceArgs,
}

#[derive(Debug, Args)]
pub(crate) struct InspectArgs {
    #[command(flatten)]
    pub(crate) read: ReadArgs,
    /// Print a JSON object
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
    /// Print a JSON object, also when the URL is refused
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    #[command(flatten)]
    pub(crate) read: ReadArgs,
    #[command(flatten)]
    pub(crate) sent: SentArgs,
    /// The region that the storage expects; without it any region is accepted
    #[arg(long)]
    pub(crate) region: Option<String>,
    /// The file with the storage's error response (its body, or all that curl -i prints), or - for standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) response: Option<PathBuf>,
    /// Print the values of headers and the session token, which are hidden by default
    #[arg(long)]
    pub(crate) show_values: bool,
    /// Print a JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

/// Options for the rules that differ between storages: which URLs one accepts.
#[derive(Debug, Args)]
pub(crate) struct RuleArgs {
    /// The region that the storage expects; without it any region is accepted
    #[arg(long)]
    pub(crate) region: Option<String>,
    /// How far in the future the signing time of a version 4 URL may be: seconds, or 15m [default: 900]
    #[arg(long, value_name = "DURATION", allow_hyphen_values = true)]
    pub(crate) clock_skew: Option<Seconds>,
    /// The longest lifetime accepted, for both versions: seconds, or 30d [default: 7 days with version 4]
    #[arg(long, value_name = "DURATION", allow_hyphen_values = true)]
    pub(crate) max_expires_in: Option<Seconds>,
    /// A header that every signature must cover; may be given more than once
    #[arg(long = "require-header", value_name = "NAME")]
    pub(crate) required: Vec<String>,
    /// Accept HEAD requests with URLs that are signed for GET
    #[arg(long)]
    pub(crate) allow_head: bool,
}

/// Options for the presigned URL to read and for the endpoint that it is meant for.
#[derive(Debug, Args)]
pub(crate) struct ReadArgs {
    /// The presigned URL, in quotes; - reads it from standard input, where other users of the machine cannot see it
    pub(crate) url: String,
    /// The storage's endpoint, needed where the bucket may be part of the host name; without it AWS's hosts are
    /// recognized, and on every other host the bucket is read from the path
    #[arg(long, value_name = "URL")]
    pub(crate) endpoint_url: Option<String>,
    /// Where the bucket is read from: auto, path, virtual, cname (the host is the bucket), or virtual-or-path (as
    /// s3cmd)
    #[arg(long, value_name = "STYLE")]
    pub(crate) addressing_style: Option<Addressing>,
    /// The name of the bucket that the host serves, with cname [default: the host name]
    #[arg(long)]
    pub(crate) bucket: Option<String>,
    /// Use this time instead of the clock: epoch seconds or RFC 3339
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(crate) at: Option<Timestamp>,
}

/// Options for the request that carries the URL, and for the keys that should have signed it.
#[derive(Debug, Args)]
pub(crate) struct SentArgs {
    /// The HTTP method of the request
    #[arg(long, value_name = "METHOD", default_value = "GET")]
    pub(crate) method: String,
    /// A header of the request: 'Name: value'; may be given more than once
    #[arg(long = "header", value_name = "HEADER", allow_hyphen_values = true)]
    pub(crate) headers: Vec<String>,
    /// The profile of ~/.aws/credentials and ~/.aws/config to take keys from
    #[arg(long)]
    pub(crate) profile: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}

#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    /// The folder for presign.1, presign-batch.1 and so on, which must exist
    pub(crate) folder: PathBuf,
}
