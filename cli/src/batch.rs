//! A link for each line of a list of keys. Memory does not grow with the list.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::thread::{self, ScopedJoinHandle};

use presign::{Request, Signer, Template};

use crate::args::BatchArgs;
use crate::failure::Failure;
use crate::signer::{Pairs, expiry, signer};
use crate::values;

mod output;
mod progress;

use output::Output;
use progress::Progress;

/// Keys that are signed at one go: enough to keep threads busy, few enough to stay in the cache.
const CHUNK: usize = 4096;

/// Fewer keys than this are not worth a thread of their own.
const LEAST: usize = 64;

pub(crate) fn run(
    args: &BatchArgs,
    stdin: Box<dyn Read>,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> Result<(), Failure> {
    let pairs = Pairs::new(&args.request)?;
    let (bucket, prefix) = values::bucket_and_key(&args.uri)?;
    let signer = signer(&args.place, bucket, false, stderr)?;
    let request = pairs.request(&args.request, bucket, "", expiry(&args.end)?);
    let links = Links::new(&signer, request, args)?;

    let mut keys = Keys::open(&args.keys, stdin, prefix, if args.null { 0 } else { b'\n' })?;
    let mut output = Output::open(&args.output, stdout)?;
    let progress = Progress::new(keys.size, output.is_terminal());
    loop {
        let (chunk, bad) = keys.next_chunk();
        let is_end = chunk.is_empty();
        // At the end there is nothing to sign, and the credentials may have expired since.
        if !is_end {
            for part in links.sign(&chunk, keys.end)? {
                output.write(&part)?;
            }
            progress.advance(keys.read);
            // Whoever feeds keys slowly sees each link as soon as it is made.
            output.flush()?;
        }
        if let Some(failure) = bad {
            return Err(failure);
        }
        if is_end {
            break;
        }
    }
    drop(progress);
    output.commit()
}

/// The template, made anew for each chunk where the life counts from the clock: a pipe may live for hours.
struct Links<'a> {
    signer: &'a Signer,
    request: Request<'a>,
    fixed: Option<Template>,
    threads: usize,
}

impl<'a> Links<'a> {
    /// Whatever is wrong with the request is found here, before any key is read.
    fn new(signer: &'a Signer, request: Request<'a>, args: &BatchArgs) -> Result<Self, Failure> {
        let first = signer.template(&request)?;
        let is_fixed = args.end.expires_at.is_some() || args.request.sign_at.is_some();
        let threads = match args.threads {
            0 => thread::available_parallelism().map_or(1, std::num::NonZero::get),
            // More than this, or fewer keys for each than LEAST, would only cost.
            threads => threads.min(256),
        };
        Ok(Self { signer, request, fixed: is_fixed.then_some(first), threads })
    }

    /// The links of a chunk in the order of its keys, each followed by `end`; a part for each thread.
    fn sign(&self, keys: &[String], end: u8) -> Result<Vec<Vec<u8>>, Failure> {
        let fresh;
        let template = match &self.fixed {
            Some(template) => template,
            None => {
                fresh = self.signer.template(&self.request)?;
                &fresh
            }
        };
        let sign = |keys: &[String]| {
            let mut urls = Vec::new();
            for key in keys {
                template.append(key, &mut urls)?;
                urls.push(end);
            }
            Ok(urls)
        };
        let share = keys.len().div_ceil(self.threads).max(LEAST);
        let mut shares = keys.chunks(share);
        let first = shares.next().unwrap_or_default();
        thread::scope(|scope| {
            let others: Vec<_> = shares
                .map(|keys| (keys, thread::Builder::new().spawn_scoped(scope, move || sign(keys))))
                .collect();
            let mut parts = vec![sign(first)];
            parts.extend(others.into_iter().map(|(keys, thread)| match thread.map(ScopedJoinHandle::join) {
                Ok(Ok(part)) => part,
                Ok(Err(panic)) => std::panic::resume_unwind(panic),
                // The system has no more threads for us: their shares are signed here.
                Err(_) => sign(keys),
            }));
            parts.into_iter().collect()
        })
    }
}

/// The keys of a list, chunk by chunk.
struct Keys<'a> {
    path: &'a Path,
    reader: BufReader<Box<dyn Read>>,
    prefix: &'a str,
    end: u8,
    line: u64,
    /// Bytes read so far, and in all where that is known.
    read: u64,
    size: Option<u64>,
}

impl<'a> Keys<'a> {
    fn open(path: &'a Path, stdin: Box<dyn Read>, prefix: &'a str, end: u8) -> Result<Self, Failure> {
        let fail = |error| Failure::Io { what: format!("cannot read {}", path.display()), error };
        let (input, size): (Box<dyn Read>, _) = if path == Path::new("-") {
            (stdin, None)
        } else {
            let file = File::open(path).map_err(fail)?;
            let size = file.metadata().ok().filter(std::fs::Metadata::is_file).map(|file| file.len());
            (Box::new(file), size)
        };
        Ok(Self {
            path,
            reader: BufReader::with_capacity(256 * 1024, input),
            prefix,
            end,
            line: 0,
            read: 0,
            size,
        })
    }

    /// The next keys, and the failure that follows them. No keys and no failure: the end.
    ///
    /// It waits for the first key alone, and takes further ones while they are at hand.
    fn next_chunk(&mut self) -> (Vec<String>, Option<Failure>) {
        let mut keys = Vec::new();
        while keys.len() < CHUNK && (keys.is_empty() || self.reader.buffer().contains(&self.end)) {
            match self.next_key() {
                Ok(Some(key)) => keys.push(key),
                Ok(None) => break,
                Err(failure) => return (keys, Some(failure)),
            }
        }
        (keys, None)
    }

    fn next_key(&mut self) -> Result<Option<String>, Failure> {
        // A line without end must not fill the memory: two bytes more than a key may have are enough to refuse it.
        let most = presign::MAX_KEY_BYTES as u64 + 2;
        let mut line = Vec::new();
        let read = self.reader.by_ref().take(most).read_until(self.end, &mut line);
        self.line += 1;
        let fail = |error| Failure::Io { what: format!("cannot read {}", self.path.display()), error };
        self.read += read.map_err(fail)? as u64;
        if line.is_empty() {
            return Ok(None);
        }
        if line.last() == Some(&self.end) {
            line.pop();
        }
        let refuse = |rule: &str| Failure::Key(format!("line {}: {rule}", self.line));
        if line.is_empty() {
            return Err(refuse("the key is empty"));
        }
        if self.end == b'\n' && line.last() == Some(&b'\r') {
            return Err(refuse(
                "the key ends in a carriage return: convert the list to Unix line ends, or use --null",
            ));
        }
        let bytes = self.prefix.len() + line.len();
        if bytes > presign::MAX_KEY_BYTES {
            let limit = presign::MAX_KEY_BYTES;
            return Err(refuse(&format!("the key is longer than {limit} bytes")));
        }
        let line = std::str::from_utf8(&line).map_err(|_| refuse("the key is not UTF-8"))?;
        Ok(Some([self.prefix, line].concat()))
    }
}
