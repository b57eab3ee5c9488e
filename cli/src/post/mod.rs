//! `presign post`: prints an upload form. Anyone who holds it can upload until it expires.

use std::ffi::OsString;
use std::io::Write;

use clap::{Args, ValueEnum};
use presign::{Condition, Expiry, Post, PostForm, Request};
use serde_json::{Map, Value, json};

use crate::failure::Failure;
use crate::options::PlaceArgs;
use crate::shown;
use crate::signer::{signer, warn_about};
use crate::values;
use crate::values::{Seconds, Timestamp};

mod render;

const HELP: &str = "\
Examples:
  presign post s3://example-bucket/inbox/report.pdf --max-size 10000000 --file report.pdf
  presign post 's3://example-bucket/inbox/${filename}' --expires-in 30d --format html > upload.html
  presign post s3://example-bucket/photo --starts-with Content-Type=image/ --format json";

#[derive(Debug, Args)]
#[command(after_help = HELP)]
pub(crate) struct PostArgs {
    /// The object as s3://bucket/key; the storage replaces a trailing ${filename} with the name of the uploaded file
    uri: OsString,
    /// The largest size of the file, in bytes [default, with --min-size: 5 GiB]
    #[arg(long, value_name = "BYTES")]
    max_size: Option<u64>,
    /// The smallest size of the file, in bytes
    #[arg(long, value_name = "BYTES")]
    min_size: Option<u64>,
    /// A field of the form, which the client must send with this value: name=value; may be given more than once
    #[arg(long = "field", value_name = "NAME=VALUE", allow_hyphen_values = true)]
    fields: Vec<String>,
    /// A field whose value the client chooses, beginning with PREFIX; --field sets the value that the form starts with
    #[arg(long = "starts-with", value_name = "NAME=PREFIX", allow_hyphen_values = true)]
    starts_with: Vec<String>,
    /// The HTTP status of the storage's response: 200, 201 (with XML that names the object) or 204, the storages'
    /// default
    #[arg(long, value_name = "STATUS", conflicts_with = "success_redirect")]
    success_status: Option<String>,
    /// The URL to which the storage redirects the browser after the upload
    #[arg(long, value_name = "URL")]
    success_redirect: Option<String>,
    /// Print a curl command, an HTML page with the form, or a JSON object with url, fields and expires_at
    #[arg(long, value_enum, default_value = "curl")]
    format: Format,
    /// The file that the curl command uploads [default: the word FILE, to be replaced]
    #[arg(long, value_name = "PATH")]
    file: Option<String>,
    /// Use this signing time instead of the clock: epoch seconds or RFC 3339
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    sign_at: Option<Timestamp>,
    /// The form's lifetime: seconds, or 30d, 12h, 30m; the limit of 7 days does not apply to forms [default: 3600]
    #[arg(long, value_name = "DURATION", allow_hyphen_values = true, conflicts_with = "expires_at")]
    expires_in: Option<Seconds>,
    /// When the form expires: epoch seconds, or RFC 3339 such as 2030-01-31T18:00:00+01:00
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    expires_at: Option<Timestamp>,
    #[command(flatten)]
    place: PlaceArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Curl,
    Html,
    Json,
}

pub(crate) fn run(args: &PostArgs, stdout: &mut dyn Write, stderr: &mut dyn Write) -> Result<(), Failure> {
    let options = FormOptions::new(args)?;
    let (bucket, key) = values::bucket_and_key(&args.uri)?;
    if args.file.is_some() && args.format != Format::Curl {
        return Err(Failure::Usage(
            "--file applies to --format curl only: remove it, or use --format curl".to_owned(),
        ));
    }
    let signer = signer(&args.place, false, stderr)?;
    let (lifetime, end) = (args.expires_in.map(|lifetime| lifetime.0), args.expires_at.map(|end| end.0));
    let post = Post::new(bucket, key)
        .fields(&options.fields)
        .conditions(&options.conditions)
        .expiry(Expiry::from_options(lifetime, end)?)
        .sign_at(args.sign_at.map(|moment| moment.0));
    let form = signer.presign_post(&post)?;
    // A form leads where links lead; its key is not part of the URL.
    warn_about(stderr, &signer, [&Request::new("POST", bucket, "")]);
    let text = match args.format {
        Format::Curl => render::curl(&form, args.file.as_deref().unwrap_or("FILE"))?,
        Format::Html => render::html(&form, bucket, &options.open)?,
        Format::Json => shown::json(&object(form).to_string()),
    };
    writeln!(stdout, "{text}").map_err(Failure::output)
}

fn object(form: PostForm) -> Value {
    let fields: Map<String, Value> =
        form.fields.into_iter().map(|(name, value)| (name, value.into())).collect();
    json!({"url": form.url, "fields": fields, "expires_at": form.expires_at})
}

/// The form's fields and conditions: each field has a condition, and each condition a field.
struct FormOptions<'a> {
    fields: Vec<(&'a str, &'a str)>,
    conditions: Vec<Condition<'a>>,
    /// The names of the fields whose values the client chooses.
    open: Vec<&'a str>,
}

impl<'a> FormOptions<'a> {
    fn new(args: &'a PostArgs) -> Result<Self, Failure> {
        let mut fields = pairs("--field", &args.fields)?;
        let open = pairs("--starts-with", &args.starts_with)?;
        let success = [
            ("success_action_status", &args.success_status),
            ("success_action_redirect", &args.success_redirect),
        ];
        fields.extend(success.iter().filter_map(|(name, value)| Some((*name, value.as_deref()?))));
        let is_in = |list: &[(&str, &str)], name: &str| {
            list.iter().any(|(other, _)| other.eq_ignore_ascii_case(name))
        };
        let mut conditions: Vec<_> = fields
            .iter()
            .filter(|(name, _)| !is_in(&open, name))
            .map(|(name, value)| Condition::Exact { name, value })
            .collect();
        for (name, prefix) in &open {
            conditions.push(Condition::StartsWith { name, prefix });
            // The core adds the key to every form.
            if !is_in(&fields, name) && !name.eq_ignore_ascii_case("key") {
                fields.push((name, prefix));
            }
        }
        conditions.extend(Condition::size(args.min_size, args.max_size));
        Ok(Self { fields, conditions, open: open.into_iter().map(|(name, _)| name).collect() })
    }
}

/// Splits words at `=`. A word without `=` is not repeated in the message, because it may be a value.
fn pairs<'a>(option: &str, words: &'a [String]) -> Result<Vec<(&'a str, &'a str)>, Failure> {
    (1..)
        .zip(words)
        .map(|(number, word)| {
            let refuse = || Failure::Usage(format!("{option} number {number} must be NAME=VALUE"));
            word.split_once('=').ok_or_else(refuse)
        })
        .collect()
}
