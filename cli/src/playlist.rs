//! `presign playlist`: prints an HLS playlist with a presigned URL in place of each relative URI.

use std::ffi::OsString;
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use presign::{MAX_PLAYLIST_BYTES, Nested, PlaylistError};

use crate::failure::Failure;
use crate::options::{ExpiryArgs, PlaceArgs, RequestArgs};
use crate::signer::{Pairs, disposition, expiry, signer, warn_about};
use crate::{shown, values};

const HELP: &str = "\
Examples:
  presign playlist s3://example-bucket/film/720p.m3u8 720p.m3u8 --expires-in 6h > signed.m3u8
  curl -s \"$(presign s3://example-bucket/film/720p.m3u8)\" | presign playlist s3://example-bucket/film/720p.m3u8
  presign playlist s3://example-bucket/film/index.m3u8 index.m3u8 --nested 'https://app.example/hls?key={key}'

A player reads segments until the end of the film: the lifetime must be longer than that.";

#[derive(Debug, Args)]
#[command(after_help = HELP)]
pub(crate) struct PlaylistArgs {
    /// The playlist's object as s3://bucket/key, which its relative URIs refer to; nothing is read from it
    uri: OsString,
    /// The file with the playlist's text; - reads standard input
    #[arg(default_value = "-")]
    file: PathBuf,
    /// Where the playlists lead that are named in this one: keep (as they are), sign, or a URL with {key} (the key,
    /// percent-encoded) or {path} (with its slashes kept) [default: such a playlist is an error]
    #[arg(long, value_name = "TEMPLATE")]
    nested: Option<String>,
    #[command(flatten)]
    expiry: ExpiryArgs,
    #[command(flatten)]
    request: RequestArgs,
    #[command(flatten)]
    place: PlaceArgs,
}

pub(crate) fn run(
    args: &PlaylistArgs,
    stdin: Box<dyn Read + Send>,
    stdout: &mut (dyn Write + Send),
    stderr: &mut dyn Write,
) -> Result<(), Failure> {
    let disposition = disposition(&args.request)?;
    let pairs = Pairs::new(&args.request, disposition.as_deref())?;
    let (bucket, key) = values::bucket_and_key(&args.uri)?;
    let nested = args.nested.as_deref().map(Nested::parse).transpose()?.unwrap_or_default();
    let signer = signer(&args.place, false, stderr)?;
    let request = pairs.request(&args.request, bucket, key, expiry(&args.expiry)?);
    let text = read(&args.file, stdin)?;
    let signed = signer.presign_playlist(&text, &request, nested)?;
    warn_about(stderr, &signer, [&request]);
    // The text is printed as it is, also to a terminal: escaped, it would be another playlist.
    stdout.write_all(signed.as_bytes()).map_err(Failure::output)
}

/// Reads the playlist. One byte more than the core accepts is enough for it to refuse a longer one.
fn read(path: &Path, stdin: Box<dyn Read + Send>) -> Result<String, Failure> {
    let failed = |error| Failure::Io { what: format!("cannot read {}", shown::path(path)), error };
    let source: Box<dyn Read> =
        if path == Path::new("-") { stdin } else { Box::new(File::open(path).map_err(failed)?) };
    let mut bytes = Vec::new();
    source.take(MAX_PLAYLIST_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    String::from_utf8(bytes).map_err(|error| {
        let before = error.as_bytes().iter().take(error.utf8_error().valid_up_to());
        let line = 1 + before.filter(|byte| **byte == b'\n').count();
        PlaylistError::Line { line, rule: "is not UTF-8" }.into()
    })
}
