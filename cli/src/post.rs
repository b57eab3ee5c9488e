//! A form with which whoever has it can upload a file.

use std::ffi::OsString;
use std::io::Write;

use clap::{Args, ValueEnum};
use presign::{Condition, Expiry, Post, PostForm};
use serde_json::{Map, Value, json};

use crate::args::PlaceArgs;
use crate::failure::Failure;
use crate::shown;
use crate::signer::signer;
use crate::values::{self, Moment, Seconds};

mod render;

const HELP: &str = "\
Examples:
  presign post s3://example-bucket/inbox/report.pdf --max-size 10000000 --file report.pdf
  presign post 's3://example-bucket/inbox/${filename}' --expires-in 30d --format html > upload.html
  presign post s3://example-bucket/photo --starts-with Content-Type=image/ --format json";

#[derive(Debug, Args)]
#[command(after_help = HELP)]
pub(crate) struct PostArgs {
    /// s3://bucket/key; ${filename} at the key's end is replaced by the name of the uploaded file
    uri: OsString,
    /// The largest size of the file, in bytes [default, with --min-size: 5 GiB]
    #[arg(long, value_name = "BYTES")]
    max_size: Option<u64>,
    /// The least size of the file, in bytes
    #[arg(long, value_name = "BYTES")]
    min_size: Option<u64>,
    /// A field of the form, which must be sent so: name=value; may be given more than once
    #[arg(long = "field", value_name = "NAME=VALUE")]
    fields: Vec<String>,
    /// A field whose value the uploader chooses, but for its beginning; --field gives it another value to start from
    #[arg(long = "starts-with", value_name = "NAME=PREFIX")]
    starts_with: Vec<String>,
    /// What the storage answers: 200, 201 (with XML that names the object) or 204, which is the default of storages
    #[arg(long, value_name = "STATUS", conflicts_with = "success_redirect")]
    success_status: Option<String>,
    /// Where the storage sends the browser afterwards
    #[arg(long, value_name = "URL")]
    success_redirect: Option<String>,
    /// What is printed: a curl command, a page with the form, or an object with url, fields and expires_at
    #[arg(long, value_enum, default_value = "curl")]
    format: Format,
    /// The file that the curl command uploads [default: FILE, for you to replace]
    #[arg(long, value_name = "PATH")]
    file: Option<String>,
    /// Sign as if it were this moment: epoch seconds or RFC 3339
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    sign_at: Option<Moment>,
    /// How long the form can be used: seconds, or 30d, 12h, 30m; 7 days are no limit here [default: 3600]
    #[arg(long, value_name = "LIFE", allow_hyphen_values = true, conflicts_with = "expires_at")]
    expires_in: Option<Seconds>,
    /// Until when the form can be used: epoch seconds, or RFC 3339 as 2030-01-31T18:00:00+01:00
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    expires_at: Option<Moment>,
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
    let wishes = Wishes::new(args)?;
    let (bucket, key) = values::bucket_and_key(&args.uri)?;
    if args.file.is_some() && args.format != Format::Curl {
        return Err(Failure::Usage("--file is about the curl command alone".to_owned()));
    }
    let signer = signer(&args.place, false, stderr)?;
    let (life, end) = (args.expires_in.map(|life| life.0), args.expires_at.map(|end| end.0));
    let post = Post::new(bucket, key)
        .fields(&wishes.fields)
        .conditions(&wishes.conditions)
        .expiry(Expiry::from_options(life, end)?)
        .sign_at(args.sign_at.map(|moment| moment.0));
    let form = signer.presign_post(&post)?;
    let text = match args.format {
        Format::Curl => render::curl(&form, args.file.as_deref().unwrap_or("FILE"))?,
        Format::Html => render::html(&form, bucket, &wishes.open)?,
        Format::Json => shown::json(&object(form).to_string()),
    };
    writeln!(stdout, "{text}").map_err(Failure::output)
}

fn object(form: PostForm) -> Value {
    let fields: Map<String, Value> =
        form.fields.into_iter().map(|(name, value)| (name, value.into())).collect();
    json!({"url": form.url, "fields": fields, "expires_at": form.expires_at})
}

/// Fields and conditions, each with the other that it needs.
struct Wishes<'a> {
    fields: Vec<(&'a str, &'a str)>,
    conditions: Vec<Condition<'a>>,
    /// The names of the fields whose values are the uploader's.
    open: Vec<&'a str>,
}

impl<'a> Wishes<'a> {
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
            // The key is a field of every form.
            if !is_in(&fields, name) && !name.eq_ignore_ascii_case("key") {
                fields.push((name, prefix));
            }
        }
        conditions.extend(Condition::size(args.min_size, args.max_size));
        Ok(Self { fields, conditions, open: open.into_iter().map(|(name, _)| name).collect() })
    }
}

/// What has no `=` is not repeated: it may be a value.
fn pairs<'a>(option: &str, words: &'a [String]) -> Result<Vec<(&'a str, &'a str)>, Failure> {
    (1..)
        .zip(words)
        .map(|(number, word)| {
            let refuse = || Failure::Usage(format!("{option} number {number} must be NAME=VALUE"));
            word.split_once('=').ok_or_else(refuse)
        })
        .collect()
}
