//! `presign batch`: prints one presigned URL for each key of a list, or for each row of a table. Memory use does not grow
//! with the list.
//!
//! ```text
//! list (a thread)  ->  sign (this one, and --threads)  ->  write (a thread)
//! ```

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use presign::{BatchError, Columns, Keys as _, Links, Request, Signer, Template};

use crate::args::BatchArgs;
use crate::failure::Failure;
use crate::signer::{Pairs, disposition, expiry, method, signer, warn_about};
use crate::{shown, values};

mod keys;
mod list;
mod output;
mod progress;
mod rows;

use keys::{Chunk, Keys, Lines};
use list::List;
use output::Output;
use progress::Progress;
pub(crate) use rows::Format;
use rows::{Defaults, Rows};

/// The number of signed chunks that may wait to be written.
const AHEAD: usize = 6;

/// A bucket for checking the rest of a request, where each line names a bucket of its own.
const ANY_BUCKET: &str = "example-bucket";

pub(crate) fn run(
    args: &BatchArgs,
    stdin: Box<dyn Read + Send>,
    stdout: &mut (dyn Write + Send),
    stderr: &mut dyn Write,
) -> Result<(), Failure> {
    let disposition = disposition(&args.request)?;
    let pairs = Pairs::new(&args.request, disposition.as_deref())?;
    let (uri, path) = inputs(args)?;
    let (bucket, prefix) = uri.map_or(Ok((ANY_BUCKET, "")), values::bucket_and_key)?;
    let signer = signer(&args.place, false, stderr)?;
    let request = pairs.request(&args.request, bucket, "", expiry(&args.expiry)?);
    // Checks the request, so that an invalid one is refused before any key is read.
    let template = signer.template(&request)?;
    warn_about(stderr, &signer, [&request]);
    let sign_at = signing_time(args);

    if let Some(format) = args.rows {
        let own = Pairs::own(&args.request)?;
        let defaults = Defaults {
            method: method(&args.request),
            expiry: expiry(&args.expiry)?,
            sign_at,
            stable_for: args.request.stable_for.map_or(0, |window| window.0),
            query: &own.query,
            headers: &own.headers,
            disposition: disposition.as_deref(),
            content_type: args.request.content_type.as_deref(),
        };
        let list = List::open(path, stdin)?;
        let size = list.size;
        let (mut rows, chunks) = Rows::open(list, format, &signer, defaults, args.threads, args.keep_going)?;
        let mut output = Output::open(&args.output, stdout)?;
        output.write(&rows.header())?;
        let output = pass_on(chunks, size, output, |chunk, signed| {
            signed.read = chunk.read;
            rows.sign(&chunk, &mut signed.spare, &mut signed.text)?;
            chunk.failure.map_or(Ok(()), Err)
        })?;
        output.commit()?;
        return rows.finish();
    }
    let end = if args.null { 0 } else { b'\n' };
    let lines = if uri.is_some() { Lines::Keys(prefix.to_owned()) } else { Lines::Uris };
    let of_uris = pairs.request(&args.request, "", "", expiry(&args.expiry)?).sign_at(sign_at);
    let work = Work {
        signer: &signer,
        request: if uri.is_some() { request } else { of_uris },
        has_bucket: uri.is_some(),
        fixed: sign_at.map(|_| template),
        threads: args.threads,
        end,
        shown_from: args.with_keys.then_some(prefix.len()),
    };
    let list = List::open(path, stdin)?;
    let size = list.size;
    let chunks = Keys::new(list, lines, end, args.threads);
    let output = Output::open(&args.output, stdout)?;
    let output = pass_on(chunks.read_ahead()?, size, output, |chunk, signed| {
        signed.read = chunk.read;
        work.sign(&chunk, signed)?;
        // The keys before an invalid one are signed and written too.
        chunk.failure.map_or(Ok(()), Err)
    })?;
    output.commit()
}

/// Returns the signing time in Unix seconds, if it is the same for the whole batch. Otherwise the lifetime begins when a
/// chunk is signed.
fn signing_time(args: &BatchArgs) -> Option<i64> {
    let now = || {
        SystemTime::now().duration_since(UNIX_EPOCH).ok().and_then(|time| i64::try_from(time.as_secs()).ok())
    };
    match (args.request.sign_at, args.expiry.expires_at) {
        (Some(time), _) => Some(time.0),
        (None, Some(_)) => now(),
        (None, None) => None,
    }
}

/// Returns the URI and the list. One argument alone is a list, unless it is a URI.
fn inputs(args: &BatchArgs) -> Result<(Option<&OsStr>, &Path), Failure> {
    let is_uri = |argument: &OsStr| argument.as_encoded_bytes().starts_with(b"s3://");
    let (uri, list) = match (args.uri.as_deref(), args.keys.as_deref()) {
        (Some(list), None) if !is_uri(list) => (None, Some(Path::new(list))),
        inputs => inputs,
    };
    if args.rows.is_some() && uri.is_some() {
        let message = "with --rows each row names its object: leave out the URI before the list";
        return Err(Failure::Usage(message.to_owned()));
    }
    Ok((uri, list.unwrap_or(Path::new("-"))))
}

/// Signs the chunks in order and writes them, in a thread of its own. What was signed before a failure is written too.
fn pass_on<'a, Chunk>(
    chunks: Receiver<Chunk>,
    size: Option<u64>,
    output: Output<'a>,
    mut sign: impl FnMut(Chunk, &mut Signed) -> Result<(), Failure>,
) -> Result<Output<'a>, Failure> {
    let progress = Progress::new(size, output.is_terminal());
    thread::scope(|scope| {
        let (sender, signed) = mpsc::sync_channel(AHEAD);
        let (give_back, spare) = mpsc::channel();
        let writer = scope.spawn(move || write(output, &progress, &signed, &give_back));
        let mut outcome = Ok(());
        for chunk in chunks {
            let mut signed: Signed = spare.try_recv().unwrap_or_default();
            outcome = sign(chunk, &mut signed);
            // `send` fails if the URLs cannot be written; the writer then returns the reason.
            if sender.send(signed).is_err() || outcome.is_err() {
                break;
            }
        }
        drop(sender);
        let output = writer.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        outcome.map(|()| output)
    })
}

/// Signs chunks of keys or URIs. If the expiry depends on the clock, the clock is read again for each chunk, because a
/// pipe may stay open for hours.
struct Work<'a> {
    signer: &'a Signer,
    request: Request<'a>,
    /// Whether the lines are keys of the request's bucket; otherwise they are URIs.
    has_bucket: bool,
    fixed: Option<Template>,
    threads: usize,
    end: u8,
    /// Where the text of a line begins in what is signed, if it is printed.
    shown_from: Option<usize>,
}

impl Work<'_> {
    /// Writes the URLs of a chunk in the order of its lines, each followed by the separator.
    fn sign(&self, chunk: &Chunk, signed: &mut Signed) -> Result<(), Failure> {
        // The last chunk may be empty, and the credentials may have expired by then.
        if chunk.count() == 0 {
            return Ok(());
        }
        let made = if self.has_bucket {
            let fresh;
            let template = match &self.fixed {
                Some(template) => template,
                None => {
                    fresh = self.signer.template(&self.request)?;
                    &fresh
                }
            };
            template.batch().threads(self.threads).separator(self.end).presign_into(chunk, &mut signed.links)
        } else {
            self.sign_uris(chunk, &mut signed.links)
        };
        let failure = match made {
            Ok(()) => None,
            Err(BatchError { index: Some(index), error }) if !self.has_bucket => {
                Some(Failure::Key(format!("line {}: {error}", chunk.first + index as u64)))
            }
            Err(error) => return Err(error.into()),
        };
        if let Some(from) = self.shown_from {
            for (index, url) in signed.links.iter().enumerate() {
                signed.text.extend_from_slice(chunk.key(index).get(from..).unwrap_or_default());
                signed.text.push(b'\t');
                signed.text.extend_from_slice(url.as_bytes());
            }
            std::mem::swap(&mut signed.links, &mut signed.spare);
            signed.links.clear();
        }
        failure.map_or(Ok(()), Err)
    }

    /// Signs up to the first wrong URI.
    fn sign_uris(&self, chunk: &Chunk, links: &mut Links) -> Result<(), BatchError> {
        let columns = Columns::of_uris(&self.request, chunk);
        let batch = self.signer.columns(&columns).threads(self.threads).separator(self.end);
        let made = batch.presign_into(links);
        if let Err(BatchError { index: Some(index), .. }) = made {
            batch.range(0..index).presign_into(links)?;
        }
        made
    }
}

/// A signed chunk: URLs, or lines that contain them.
#[derive(Default)]
struct Signed {
    links: Links,
    text: Vec<u8>,
    /// Memory for the URLs of lines.
    spare: Links,
    /// The number of bytes of the list that have been read up to its end.
    read: u64,
}

fn write<'a>(
    mut output: Output<'a>,
    progress: &Progress,
    signed: &Receiver<Signed>,
    give_back: &Sender<Signed>,
) -> Result<Output<'a>, Failure> {
    for mut signed in signed {
        output.write(signed.links.text())?;
        if output.is_terminal() {
            // It has text of the list, which may be of any kind.
            output.write(shown::lines(&String::from_utf8_lossy(&signed.text)).as_bytes())?;
        } else {
            output.write(&signed.text)?;
        }
        // A program that writes keys slowly gets each URL as soon as it is signed.
        output.flush()?;
        progress.advance(signed.read);
        // The memory is reused for a later chunk. After the last chunk the receiver is gone.
        signed.text.clear();
        signed.links.clear();
        let _ = give_back.send(signed);
    }
    Ok(output)
}
