//! `presign batch`: prints one presigned URL for each key of a list. Memory use does not grow with the list.
//!
//! ```text
//! keys (a thread)  ->  sign (this one, and --threads)  ->  write (a thread)
//! ```

use std::io::{Read, Write};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use presign::{Keys as _, Links, Request, Signer, Template};

use crate::args::BatchArgs;
use crate::failure::Failure;
use crate::signer::{Pairs, disposition, expiry, signer, warn_about};
use crate::values;

mod keys;
mod output;
mod progress;

use keys::{Chunk, Keys};
use output::Output;
use progress::Progress;

/// The number of signed chunks that may wait to be written.
const AHEAD: usize = 6;

pub(crate) fn run(
    args: &BatchArgs,
    stdin: Box<dyn Read + Send>,
    stdout: &mut (dyn Write + Send),
    stderr: &mut dyn Write,
) -> Result<(), Failure> {
    let disposition = disposition(&args.request)?;
    let pairs = Pairs::new(&args.request, disposition.as_deref())?;
    let (bucket, prefix) = values::bucket_and_key(&args.uri)?;
    let signer = signer(&args.place, false, stderr)?;
    let request = pairs.request(&args.request, bucket, "", expiry(&args.expiry)?);
    let end = if args.null { 0 } else { b'\n' };
    let work = Work::new(&signer, request, args, end)?;
    warn_about(stderr, &signer, [&request]);

    let keys = Keys::open(&args.keys, stdin, prefix, end, args.threads)?;
    let output = Output::open(&args.output, stdout)?;
    let progress = Progress::new(keys.size, output.is_terminal());
    let chunks = keys.read_ahead()?;
    thread::scope(|scope| {
        let (sender, signed) = mpsc::sync_channel(AHEAD);
        let (give_back, spare) = mpsc::channel();
        let writer = scope.spawn(move || write(output, &progress, &signed, &give_back));
        let mut outcome = Ok(());
        for chunk in chunks {
            let read = chunk.read;
            let made = work.sign(&chunk, spare.try_recv().unwrap_or_default());
            // The keys before an invalid one are signed and written too.
            let links;
            (links, outcome) = match made {
                Ok(links) => (links, chunk.failure.map_or(Ok(()), Err)),
                Err(failure) => (Links::default(), Err(failure)),
            };
            // `send` fails if the URLs cannot be written; the writer then returns the reason.
            if sender.send(Signed { links, read }).is_err() || outcome.is_err() {
                break;
            }
        }
        drop(sender);
        let output = writer.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        outcome?;
        output.commit()
    })
}

/// Signs chunks. If the expiry depends on the clock, the template is made again for each chunk, because a pipe may stay
/// open for hours.
struct Work<'a> {
    signer: &'a Signer,
    request: Request<'a>,
    fixed: Option<Template>,
    threads: usize,
    end: u8,
}

impl<'a> Work<'a> {
    /// Checks the request, so that an invalid one is refused before any key is read.
    fn new(signer: &'a Signer, request: Request<'a>, args: &BatchArgs, end: u8) -> Result<Self, Failure> {
        let first = signer.template(&request)?;
        let is_fixed = args.expiry.expires_at.is_some() || args.request.sign_at.is_some();
        Ok(Self { signer, request, fixed: is_fixed.then_some(first), threads: args.threads, end })
    }

    /// Returns the URLs of a chunk in the order of its keys, each followed by the separator. Reuses the memory of
    /// `links`.
    fn sign(&self, chunk: &Chunk, mut links: Links) -> Result<Links, Failure> {
        // The last chunk may be empty, and the credentials may have expired by then.
        if chunk.count() == 0 {
            return Ok(Links::default());
        }
        let fresh;
        let template = match &self.fixed {
            Some(template) => template,
            None => {
                fresh = self.signer.template(&self.request)?;
                &fresh
            }
        };
        template.batch().threads(self.threads).separator(self.end).presign_into(chunk, &mut links)?;
        Ok(links)
    }
}

/// A signed chunk, and the number of bytes of the list that have been read up to its end.
struct Signed {
    links: Links,
    read: u64,
}

fn write<'a>(
    mut output: Output<'a>,
    progress: &Progress,
    signed: &Receiver<Signed>,
    give_back: &Sender<Links>,
) -> Result<Output<'a>, Failure> {
    for Signed { links, read } in signed {
        output.write(links.text())?;
        // A program that writes keys slowly gets each URL as soon as it is signed.
        output.flush()?;
        progress.advance(read);
        // The memory is reused for a later chunk. After the last chunk the receiver is gone.
        let _ = give_back.send(links);
    }
    Ok(output)
}
