//! `presign batch --rows`: each row of a table says what to sign, and is written again with its URL.

use std::ops::Range;
use std::sync::mpsc::Receiver;

use presign::{BatchError, Links, RequestBatch, Signer};

use crate::batch::list::{List, shares};
use crate::failure::Failure;

mod csv;
mod jsonl;
mod reader;
mod row;

pub(crate) use reader::Chunk;
use reader::Reader;
pub(crate) use row::Defaults;
use row::{Row, RowRequest};

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// A JSON object per line
    Jsonl,
    /// Fields with commas between them; the first line names the fields
    Csv,
}

/// The rows that are read, and how they are signed and written.
pub(super) struct Rows<'a> {
    signer: &'a Signer,
    defaults: Defaults<'a>,
    threads: usize,
    keep_going: bool,
    format: Written,
    /// The number of rows, and of those that could not be signed.
    rows: u64,
    refused: u64,
}

enum Written {
    Jsonl,
    Csv { header: csv::Header, line: Vec<u8>, record: csv::Record },
}

/// The URL of a row, or why there is none.
type Outcome<'a> = Result<&'a str, String>;

impl<'a> Rows<'a> {
    /// Reads the header, if the format has one, and starts to read the rows.
    pub(super) fn open(
        list: List,
        format: Format,
        signer: &'a Signer,
        defaults: Defaults<'a>,
        threads: usize,
        keep_going: bool,
    ) -> Result<(Self, Receiver<Chunk>), Failure> {
        let mut reader = Reader::new(list, format == Format::Csv, shares(threads));
        let format = match format {
            Format::Jsonl => Written::Jsonl,
            Format::Csv => {
                let line = reader.header()?;
                let header = csv::Header::parse(&line, added(keep_going));
                let header = header.map_err(|rule| Failure::Key(format!("the header {rule}")))?;
                Written::Csv { header, line, record: csv::Record::default() }
            }
        };
        let chunks = reader.read_ahead()?;
        Ok((Self { signer, defaults, threads, keep_going, format, rows: 0, refused: 0 }, chunks))
    }

    /// Returns what is written before all rows.
    pub(super) fn header(&self) -> Vec<u8> {
        let mut out = Vec::new();
        if let Written::Csv { line, .. } = &self.format {
            csv::write(line, added(self.keep_going), &mut out);
        }
        out
    }

    /// Appends the rows of a chunk with their URLs to `out`. After a failure the rows before it have been appended.
    pub(super) fn sign(
        &mut self,
        chunk: &Chunk,
        links: &mut Links,
        out: &mut Vec<u8>,
    ) -> Result<(), Failure> {
        let added = added(self.keep_going);
        let mut parsed: Vec<Result<RowRequest, String>> = Vec::new();
        for (_, line) in chunk.rows() {
            let row = match &mut self.format {
                Written::Jsonl => jsonl::parse(line, added),
                Written::Csv { header, record, .. } => header.row(line, record),
            };
            parsed.push(row.and_then(|row: Row| RowRequest::new(row, &self.defaults)));
            if !self.keep_going && parsed.last().is_some_and(Result::is_err) {
                break;
            }
        }
        let mut pairs = Vec::new();
        let counts: Vec<_> = parsed
            .iter()
            .flatten()
            .map(|request| {
                let begin = pairs.len();
                (begin, request.append_pairs(&self.defaults, &mut pairs), pairs.len())
            })
            .collect();
        let requests: Vec<_> = parsed
            .iter()
            .flatten()
            .zip(counts)
            .map(|(request, (begin, count, end))| {
                request.request(&self.defaults, pairs.get(begin..end).unwrap_or_default(), count)
            })
            .collect();
        let batch = self.signer.requests(&requests).threads(self.threads);
        let failed = sign_until_failure(&batch, 0..requests.len(), links)?;
        let mut refusals = failed.clone().into_iter().collect::<Vec<_>>();
        let mut alone = Vec::new();
        if let (Some((first, _)), true) = (&failed, self.keep_going) {
            // Few chunks have a wrong row, so the rest of this one is signed row by row.
            for index in first + 1..requests.len() {
                let mut link = Links::default();
                match sign_until_failure(&batch, index..index + 1, &mut link)? {
                    None => alone.push((index, link)),
                    Some(refusal) => refusals.push(refusal),
                }
            }
        }
        let url_of = |index: usize| -> Option<Outcome> {
            if let Ok(at) = refusals.binary_search_by_key(&index, |(index, _)| *index) {
                return refusals.get(at).map(|(_, reason)| Err(reason.clone()));
            }
            let alone =
                alone.binary_search_by_key(&index, |(index, _)| *index).ok().and_then(|at| alone.get(at));
            alone.map_or_else(|| links.get(index), |(_, link)| link.get(0)).map(Ok)
        };
        let mut index = 0;
        for ((number, line), row) in chunk.rows().zip(&parsed) {
            let outcome = match row {
                Err(reason) => Err(reason.clone()),
                Ok(_) => {
                    index += 1;
                    url_of(index - 1).unwrap_or_else(|| Err("is not signed".to_owned()))
                }
            };
            self.rows += 1;
            match (&outcome, self.keep_going) {
                (Err(reason), false) => return Err(Failure::Key(format!("row {number}: {reason}"))),
                (Err(_), true) => self.refused += 1,
                (Ok(_), _) => {}
            }
            write(&self.format, line, &outcome, self.keep_going, out);
        }
        Ok(())
    }

    /// Fails if rows could not be signed.
    pub(super) fn finish(self) -> Result<(), Failure> {
        match self.refused {
            0 => Ok(()),
            refused => Err(Failure::Key(format!(
                "{refused} of {} rows could not be signed: the field error of each says why",
                self.rows
            ))),
        }
    }
}

/// The fields that are added to each row.
fn added(keep_going: bool) -> &'static [&'static str] {
    if keep_going { &["url", "error"] } else { &["url"] }
}

fn write(format: &Written, line: &[u8], outcome: &Outcome, keep_going: bool, out: &mut Vec<u8>) {
    match (format, outcome) {
        (Written::Jsonl, Ok(url)) => jsonl::write(line, "url", url, out),
        (Written::Jsonl, Err(reason)) => jsonl::write_error(line, reason, out),
        (Written::Csv { .. }, Ok(url)) if keep_going => csv::write(line, &[url, ""], out),
        (Written::Csv { .. }, Ok(url)) => csv::write(line, &[url], out),
        (Written::Csv { .. }, Err(reason)) => csv::write(line, &["", reason], out),
    }
}

/// Signs a range of requests up to the first wrong one, and returns its index and what is wrong.
fn sign_until_failure(
    batch: &RequestBatch,
    range: Range<usize>,
    links: &mut Links,
) -> Result<Option<(usize, String)>, Failure> {
    match batch.clone().range(range.clone()).presign_into(links) {
        Ok(()) => Ok(None),
        Err(BatchError { index: Some(index), error }) => {
            batch.clone().range(range.start..index).presign_into(links)?;
            Ok(Some((index, error.to_string())))
        }
        Err(error) => Err(error.into()),
    }
}
