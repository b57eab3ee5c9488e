//! The arguments of a batch, each of which is one value for all rows or a column with a value for each.

use std::sync::Arc;

use presign::{Columns, Disposition, Error, ErrorKind, Keys, Request, RequestBatch, Template, Texts};
use pyo3::prelude::*;

use crate::arrow_numbers::Meaning;
use crate::errors::{at_row, from_core, raise};
use crate::options::{self, Options};
use crate::pairs::Pairs;
use crate::text::{BUCKET, METHOD, Name, optional_text, text};
use crate::values::{TextColumn, is_column, numbers, select_numbers};
use crate::{disposition, text, times};

/// The arguments of a batch, split into values and columns.
pub(crate) struct Arguments<'a, 'py> {
    method: &'a str,
    /// The bucket of all rows. `None` if it is a column, or if the keys are URIs that contain it.
    bucket: Option<&'a str>,
    keys_are_uris: bool,
    /// The keywords that are one value for all rows.
    values: Options<'a, 'py>,
    query: Pairs<'py>,
    headers: Pairs<'py>,
    columns: Vec<Given<'py>>,
    /// `filename` and `disposition`, if one of them is a column: they set the same query parameter.
    names: Option<[Option<&'a Bound<'py, PyAny>>; 2]>,
}

/// A column as the caller passed it.
struct Given<'py> {
    target: Target,
    value: Bound<'py, PyAny>,
}

/// What a column contains.
enum Target {
    Bucket,
    ExpiresIn,
    ExpiresAt,
    PartNumber,
    ContentType,
    /// A keyword that is a query parameter.
    Text {
        keyword: &'static str,
        parameter: &'static str,
    },
    Query(String),
    Header(String),
}

impl Target {
    /// Returns the name of the argument, for messages.
    fn argument(&self) -> String {
        match self {
            Self::Bucket => BUCKET.0.to_owned(),
            Self::ExpiresIn => "expires_in".to_owned(),
            Self::ExpiresAt => "expires_at".to_owned(),
            Self::PartNumber => "part_number".to_owned(),
            Self::ContentType => "content_type".to_owned(),
            Self::Text { keyword, .. } => (*keyword).to_owned(),
            Self::Query(name) => format!("query[{name:?}]"),
            Self::Header(name) => format!("headers[{name:?}]"),
        }
    }
}

impl<'a, 'py> Arguments<'a, 'py> {
    pub(crate) fn new(
        py: Python<'py>,
        method: &'a Bound<'py, PyAny>,
        bucket: &'a Bound<'py, PyAny>,
        given: &Options<'a, 'py>,
    ) -> PyResult<Self> {
        let method = text(method, METHOD)?;
        let (query, query_columns) = Pairs::with_columns(given.query, "query")?;
        let (headers, header_columns) = Pairs::with_columns(given.headers, "headers")?;
        let mut columns = Vec::new();
        let keys_are_uris = bucket.is_none();
        let bucket = if keys_are_uris {
            None
        } else if is_column(bucket)? {
            columns.push(Given { target: Target::Bucket, value: bucket.clone() });
            None
        } else {
            Some(text(bucket, BUCKET)?)
        };
        for (name, value) in query_columns {
            let name = text(name.as_any(), Name("query: a name", ErrorKind::Query))?.to_owned();
            columns.push(Given { target: Target::Query(name), value });
        }
        for (name, value) in header_columns {
            let name = text(name.as_any(), Name("headers: a name", ErrorKind::Header))?.to_owned();
            columns.push(Given { target: Target::Header(name), value });
        }
        let mut values = *given;
        let mut take = |argument: &mut Option<&'a Bound<'py, PyAny>>, target| {
            if let Some(value) = argument
                && is_column(value)?
            {
                columns.push(Given { target, value: value.clone() });
                *argument = None;
            }
            PyResult::Ok(())
        };
        take(&mut values.expires_in, Target::ExpiresIn)?;
        take(&mut values.expires_at, Target::ExpiresAt)?;
        take(&mut values.part_number, Target::PartNumber)?;
        take(&mut values.content_type, Target::ContentType)?;
        for ((keyword, parameter), argument) in options::TEXTS.into_iter().zip(&mut values.texts) {
            take(argument, Target::Text { keyword, parameter })?;
        }
        let names = [given.filename, given.disposition];
        let mut has_names = false;
        for value in names.into_iter().flatten() {
            has_names |= is_column(value)?;
        }
        if has_names {
            (values.filename, values.disposition) = (None, None);
            for (name, value) in [("filename", given.filename), ("disposition", given.disposition)] {
                if value.is_some() {
                    disposition::check(py, name, method, given.has_disposition_header())?;
                }
            }
        }
        let names = has_names.then_some(names);
        let arguments = Self { method, bucket, keys_are_uris, values, query, headers, columns, names };
        arguments.check_parameters(py, given)?;
        Ok(arguments)
    }

    /// Checks that `query` contains no parameter that a keyword sets.
    fn check_parameters(&self, py: Python<'_>, given: &Options<'_, '_>) -> PyResult<()> {
        let pairs = self.query.texts("query", ErrorKind::Query)?;
        let in_columns = self.columns.iter().filter_map(|column| match &column.target {
            Target::Query(name) => Some(name.as_str()),
            _ => None,
        });
        let in_query: Vec<_> = pairs.iter().map(|(name, _)| *name).chain(in_columns).collect();
        let texts =
            options::TEXTS.into_iter().zip(given.texts).map(|((_, parameter), value)| (parameter, value));
        let others = [
            (disposition::PARAMETER, given.filename.or(given.disposition)),
            (options::PART_NUMBER, given.part_number),
        ];
        match texts.chain(others).find(|(name, value)| value.is_some() && in_query.contains(name)) {
            Some((name, _)) => Err(options::given_twice(py, name)),
            None => Ok(()),
        }
    }

    /// Whether the rows differ in more than their keys.
    pub(crate) fn have_columns(&self) -> bool {
        self.keys_are_uris || !self.columns.is_empty() || self.names.is_some()
    }

    /// Calls `done` with the template of all rows, which differ only in their keys.
    pub(crate) fn with_template<R>(
        &self,
        py: Python<'py>,
        signer: &presign::Signer,
        done: impl FnOnce(&Template) -> PyResult<R>,
    ) -> PyResult<R> {
        self.with_request(py, |request| {
            done(&signer.template(request).map_err(|error| from_core(py, &error))?)
        })
    }

    /// Calls `done` with the batch of all rows. `rows` are those of the columns that `keys` belong to, of `count`; `None`
    /// means all.
    pub(crate) fn with_batch<R>(
        &self,
        py: Python<'py>,
        signer: &presign::Signer,
        keys: &impl Keys,
        (count, rows): (usize, Option<&Arc<[usize]>>),
        done: impl FnOnce(RequestBatch<'_>) -> PyResult<R>,
    ) -> PyResult<R> {
        let mut parts = self.read(py, count)?;
        if let Some(rows) = rows {
            parts.select(rows)?;
        }
        self.with_request(py, |request| {
            let columns = match self.keys_are_uris {
                true => Columns::of_uris(request, keys),
                false => Columns::new(request, keys),
            };
            done(signer.columns(&parts.added_to(columns)))
        })
    }

    fn with_request<R>(
        &self,
        py: Python<'py>,
        done: impl FnOnce(&Request<'_>) -> PyResult<R>,
    ) -> PyResult<R> {
        let request = Request::new(self.method, self.bucket.unwrap_or_default(), "");
        self.values.with_pairs(py, request, &self.query, &self.headers, done)
    }

    /// Reads the columns, each of which must have this number of rows.
    fn read(&self, py: Python<'py>, rows: usize) -> PyResult<Parts> {
        let mut parts = Parts::default();
        for Given { target, value } in &self.columns {
            let name = target.argument();
            let texts = |kind| {
                let column = TextColumn::new(value, &name, kind)?;
                check_length(py, &name, column.count(), rows)?;
                PyResult::Ok(column)
            };
            let whole_numbers = |meaning, read: fn(&Bound<'py, PyAny>, &str) -> PyResult<i64>| {
                let column = numbers(value, &name, meaning, read)?;
                check_length(py, &name, column.len(), rows)?;
                PyResult::Ok(column)
            };
            match target {
                Target::Bucket => parts.bucket = Some(without_nulls(texts(ErrorKind::Bucket)?, &name)?),
                Target::ExpiresIn => {
                    parts.expires_in = Some(whole_numbers(Meaning::Seconds, times::seconds)?);
                }
                Target::ExpiresAt => {
                    parts.expires_at = Some(whole_numbers(Meaning::UnixSeconds, times::timestamp)?);
                }
                Target::PartNumber => {
                    let column = whole_numbers(Meaning::Number, options::whole_number)?;
                    parts.query.push((options::PART_NUMBER.to_owned(), part_numbers(py, &name, &column)?));
                }
                Target::ContentType => {
                    let column = texts(ErrorKind::Header)?;
                    if let Some(row) = column.find(|text| text.is_some_and(<[u8]>::is_empty)) {
                        let error = options::empty_content_type(py, &format!("{name}[{row}]"));
                        return Err(at_row(py, error, row));
                    }
                    parts.headers.push(("content-type".to_owned(), column));
                }
                Target::Text { parameter, .. } => {
                    parts.query.push(((*parameter).to_owned(), texts(ErrorKind::Query)?));
                }
                Target::Query(parameter) => parts.query.push((parameter.clone(), texts(ErrorKind::Query)?)),
                Target::Header(header) => parts.headers.push((header.clone(), texts(ErrorKind::Header)?)),
            }
        }
        self.read_names(py, rows, &mut parts)?;
        // The core takes the expiry of the request where a column has none, so it does not see that both are given.
        for (column, value) in
            [(&parts.expires_in, self.values.expires_at), (&parts.expires_at, self.values.expires_in)]
        {
            if let (Some(column), Some(_)) = (column, value)
                && let Some(row) = column.iter().position(Option::is_some)
            {
                return Err(at_row(py, from_core(py, &Error::BothEnds), row));
            }
        }
        Ok(parts)
    }

    /// Reads `filename` and `disposition`, at least one of which is a column.
    fn read_names(&self, py: Python<'py>, rows: usize, parts: &mut Parts) -> PyResult<()> {
        let Some([filename, disposition]) = self.names else { return Ok(()) };
        let filename = OneOrColumn::new(py, filename, FILENAME, rows)?;
        let disposition = OneOrColumn::new(py, disposition, options::DISPOSITION, rows)?;
        let read = |text: &str| text.parse::<Disposition>().map_err(|error| from_core(py, &error));
        let header = match (filename, disposition) {
            (OneOrColumn::Column(names), OneOrColumn::One(None)) => {
                parts.filename = Some((Disposition::default(), names));
                return Ok(());
            }
            (OneOrColumn::Column(names), OneOrColumn::One(Some(one)))
                if names.find(|name| name.is_none()).is_none() =>
            {
                parts.filename = Some((read(one)?, names));
                return Ok(());
            }
            (filename, disposition) => (0..rows)
                .map(|row| {
                    let made = (|| {
                        let chosen = disposition.get(py, row, options::DISPOSITION)?.map(read).transpose()?;
                        let filename = filename.get(py, row, FILENAME)?;
                        disposition::header(filename, chosen).map_err(|error| from_core(py, &error))
                    })();
                    made.map_err(|error| at_row(py, error, row))
                })
                .collect::<PyResult<Vec<_>>>()?,
        };
        parts.query.push((disposition::PARAMETER.to_owned(), TextColumn::Made(header)));
        Ok(())
    }
}

const FILENAME: Name = Name("filename", ErrorKind::Query);

/// An argument that is one value for all rows, or a column.
enum OneOrColumn<'a> {
    One(Option<&'a str>),
    Column(TextColumn),
}

impl<'a> OneOrColumn<'a> {
    fn new(py: Python<'_>, value: Option<&'a Bound<'_, PyAny>>, name: Name, rows: usize) -> PyResult<Self> {
        match value {
            Some(value) if is_column(value)? => {
                let Name(argument, kind) = name;
                let column = TextColumn::new(value, argument, kind)?;
                check_length(py, argument, column.count(), rows)?;
                Ok(Self::Column(column))
            }
            value => optional_text(value, name).map(Self::One),
        }
    }

    /// Returns the value of a row.
    fn get(&self, py: Python<'_>, row: usize, Name(name, kind): Name) -> PyResult<Option<&str>> {
        match self {
            Self::One(value) => Ok(*value),
            Self::Column(column) => {
                let text = column.text(row).map(str::from_utf8).transpose();
                text.map_err(|_| raise(py, kind, format!("{name}[{row}] must be valid UTF-8")))
            }
        }
    }
}

fn check_length(py: Python<'_>, column: &str, length: usize, rows: usize) -> PyResult<()> {
    if length == rows {
        return Ok(());
    }
    Err(from_core(py, &Error::ColumnLength { column: column.to_owned(), length, rows }))
}

/// Refuses nulls.
fn without_nulls(column: TextColumn, name: &str) -> PyResult<TextColumn> {
    match column.find(|text| text.is_none()) {
        Some(row) => Err(text::null(name, row)),
        None => Ok(column),
    }
}

fn part_numbers(py: Python<'_>, name: &str, numbers: &[Option<i64>]) -> PyResult<TextColumn> {
    let text = |(row, number): (usize, &Option<i64>)| {
        let text = number.map(|number| options::part_number_text(py, &format!("{name}[{row}]"), number));
        text.transpose().map_err(|error| at_row(py, error, row))
    };
    numbers.iter().enumerate().map(text).collect::<PyResult<_>>().map(TextColumn::Made)
}

/// The columns of a batch.
#[derive(Default)]
struct Parts {
    bucket: Option<TextColumn>,
    expires_in: Option<Vec<Option<i64>>>,
    expires_at: Option<Vec<Option<i64>>>,
    filename: Option<(Disposition, TextColumn)>,
    query: Vec<(String, TextColumn)>,
    headers: Vec<(String, TextColumn)>,
}

impl Parts {
    /// Keeps these rows only, in this order.
    fn select(&mut self, rows: &Arc<[usize]>) -> PyResult<()> {
        for numbers in [&mut self.expires_in, &mut self.expires_at].into_iter().flatten() {
            select_numbers(numbers, rows)?;
        }
        let pairs = self.query.iter_mut().chain(&mut self.headers).map(|(_, column)| column);
        let names = self.filename.as_mut().map(|(_, column)| column);
        for texts in self.bucket.as_mut().into_iter().chain(names).chain(pairs) {
            texts.select(rows)?;
        }
        Ok(())
    }

    fn added_to<'a>(&'a self, mut columns: Columns<'a>) -> Columns<'a> {
        if let Some(column) = &self.bucket {
            columns = columns.bucket(column);
        }
        if let Some(column) = &self.expires_in {
            columns = columns.expires_in(column);
        }
        if let Some(column) = &self.expires_at {
            columns = columns.expires_at(column);
        }
        if let Some((disposition, column)) = &self.filename {
            columns = columns.filename(*disposition, column);
        }
        for (name, column) in &self.query {
            columns = columns.query(name, column);
        }
        for (name, column) in &self.headers {
            columns = columns.header(name, column);
        }
        columns
    }
}
