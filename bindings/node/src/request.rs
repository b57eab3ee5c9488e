//! Converts the options that all of a signer's methods share into a request.

use presign::{Disposition, ErrorKind, Expiry, MAX_PART_NUMBER, Request};

use crate::failure::Failure;
use crate::optional::choice;
use crate::strings::Strings;
use crate::values::{Joined, Part, clock};

/// The query parameter that `filename`, `disposition` and `responseContentDisposition` set.
const CONTENT_DISPOSITION: &str = "response-content-disposition";

/// Requests as `lib/requests.js` writes them: all strings joined, and numbers. Reading the properties of an object takes
/// longer than signing.
///
/// The numbers are how many strings there are, their lengths, and each request: for each option its index in [`OPTIONS`]
/// and for a number the number, for a list how many strings it has; then the length of [`OPTIONS`], which is no option's
/// index.
pub(crate) struct Written {
    strings: Strings,
    numbers: Vec<f64>,
}

/// Reads the options of requests, one after the other.
pub(crate) struct Reader<'a> {
    strings: &'a Strings,
    next: usize,
    numbers: std::slice::Iter<'a, f64>,
}

impl Written {
    /// Returns none if the numbers do not fit the texts.
    pub(crate) fn new(texts: &[Joined], numbers: &[f64]) -> Option<Self> {
        let (count, rest) = numbers.split_first()?;
        let (lengths, requests) = rest.split_at_checked(whole(*count)?)?;
        let strings = Strings::new(texts, lengths.iter().filter_map(|length| whole(*length)))?;
        Some(Self { strings, numbers: requests.to_vec() })
    }

    /// Calls `done` with the only request.
    pub(crate) fn with<R>(
        written: Option<Self>,
        done: impl FnOnce(&Arguments<'_>) -> Result<R, Failure>,
    ) -> Result<R, Failure> {
        match written.as_ref().and_then(|written| written.reader().request()) {
            Some(arguments) => done(&arguments),
            None => Err(Failure::changed("the request's options")),
        }
    }

    /// Returns a reader of the requests.
    pub(crate) fn reader(&self) -> Reader<'_> {
        Reader { strings: &self.strings, next: 0, numbers: self.numbers.iter() }
    }
}

/// Returns a number that is a count or a length.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the number is checked")]
fn whole(number: f64) -> Option<usize> {
    (0.0..=f64::from(u32::MAX)).contains(&number).then_some(number as usize)
}

impl<'a> Reader<'a> {
    fn number(&mut self) -> Option<f64> {
        self.numbers.next().copied()
    }

    fn text(&mut self) -> Option<Part<'a>> {
        let part = self.strings.get(self.next)?;
        self.next += 1;
        Some(part)
    }

    fn list(&mut self) -> Option<Vec<Part<'a>>> {
        let count = whole(self.number()?)?;
        (0..count).map(|_| self.text()).collect()
    }

    /// The JavaScript side has checked that the number is whole and less than 2^53.
    #[allow(clippy::cast_possible_truncation, reason = "the number is checked")]
    fn integer(&mut self) -> Option<i64> {
        self.number().map(|number| number as i64)
    }

    /// Returns the next request; none if the numbers are not those of a request.
    pub(crate) fn request(&mut self) -> Option<Arguments<'a>> {
        let mut arguments = Arguments::default();
        loop {
            let option = whole(self.number()?)?;
            if option == OPTIONS.len() {
                return Some(arguments);
            }
            arguments.read(option, self)?;
        }
    }
}

/// Defines the options of a request: the field, its type, how it is read, and its name in JavaScript.
macro_rules! options {
    ($($(#[doc = $doc:literal])+ $field:ident: $type:ty = $read:ident $name:literal;)+) => {
        /// A request with all its options.
        #[derive(Default)]
        pub(crate) struct Arguments<'a> { $($(#[doc = $doc])+ pub(crate) $field: Option<$type>),+ }

        /// The names of the options. Their indices are their numbers in [`Written`].
        const OPTIONS: &[&str] = &[$($name),+];

        impl<'a> Arguments<'a> {
            fn read(&mut self, option: usize, reader: &mut Reader<'a>) -> Option<()> {
                let mut index = 0;
                $(
                    if option == index {
                        self.$field = Some(reader.$read()?);
                        return Some(());
                    }
                    index += 1;
                )+
                (option < index).then_some(())
            }
        }
    };
}

options! {
    /// The HTTP method.
    method: Part<'a> = text "method";
    /// The bucket's name.
    bucket: Part<'a> = text "bucket";
    /// The object's key.
    key: Part<'a> = text "key";
    /// The lifetime in seconds.
    expires_in: i64 = integer "expiresIn";
    /// The expiry in Unix seconds.
    expires_at: i64 = integer "expiresAt";
    /// The signing time in Unix seconds.
    sign_at: i64 = integer "signAt";
    /// The window in seconds within which all URLs are equal.
    stable_for: i64 = integer "stableFor";
    /// Names and values in turn.
    query: Vec<Part<'a>> = list "query";
    /// Names and values in turn.
    headers: Vec<Part<'a>> = list "headers";
    /// The name under which browsers save the response.
    filename: Part<'a> = text "filename";
    /// `attachment` or `inline`.
    disposition: Part<'a> = text "disposition";
    /// The response's Content-Disposition.
    response_content_disposition: Part<'a> = text "responseContentDisposition";
    /// The response's Content-Type.
    response_content_type: Part<'a> = text "responseContentType";
    /// The response's Cache-Control.
    response_cache_control: Part<'a> = text "responseCacheControl";
    /// The object's version.
    version_id: Part<'a> = text "versionId";
    /// The id of a multipart upload.
    upload_id: Part<'a> = text "uploadId";
    /// The number of a part.
    part_number: i64 = integer "partNumber";
    /// The Content-Type to sign.
    content_type: Part<'a> = text "contentType";
}

/// Returns the names of a request's options, in the order that [`Written`] numbers them.
#[cfg_attr(not(target_arch = "wasm32"), napi_derive::napi(catch_unwind))]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen::prelude::wasm_bindgen)]
pub fn request_options() -> Vec<String> {
    OPTIONS.iter().map(|name| (*name).to_owned()).collect()
}

/// The pairs of a request, which own what they do not borrow from the arguments.
pub(crate) struct Pairs<'a> {
    query: Vec<(&'static str, &'a str)>,
    given_query: Vec<(&'a str, &'a str)>,
    headers: Vec<(&'a str, &'a str)>,
    disposition: Option<String>,
    part_number: Option<String>,
}

impl Arguments<'_> {
    /// Calls `done` with the complete request.
    pub(crate) fn with<R>(
        &self,
        done: impl FnOnce(&Request<'_>) -> Result<R, Failure>,
    ) -> Result<R, Failure> {
        let pairs = self.pairs()?;
        let query = pairs.all_query()?;
        done(&self.request(&query, &pairs.headers)?)
    }

    /// Returns the request with these pairs, which are those of [`Arguments::pairs`].
    pub(crate) fn request<'a>(
        &'a self,
        query: &'a [(&'a str, &'a str)],
        headers: &'a [(&'a str, &'a str)],
    ) -> Result<Request<'a>, Failure> {
        let method = self.method.unwrap_or_default().get("method", ErrorKind::Method)?;
        let bucket = self.bucket.unwrap_or_default().get("bucket", ErrorKind::Bucket)?;
        let request = Request::new(method, bucket, self.key.unwrap_or_default().get("key", ErrorKind::Key)?);
        Ok(request
            .expiry(Expiry::from_options(self.expires_in, self.expires_at)?)
            .sign_at(self.sign_at.or_else(clock))
            .stable_for(self.stable_for.unwrap_or(0))
            .query(query)
            .headers(headers))
    }

    /// Returns the query parameters and the headers that the options stand for.
    pub(crate) fn pairs(&self) -> Result<Pairs<'_>, Failure> {
        let texts = [
            ("responseContentDisposition", CONTENT_DISPOSITION, &self.response_content_disposition),
            ("responseContentType", "response-content-type", &self.response_content_type),
            ("responseCacheControl", "response-cache-control", &self.response_cache_control),
            ("versionId", "versionId", &self.version_id),
            ("uploadId", "uploadId", &self.upload_id),
        ];
        let mut query = Vec::new();
        for (option, parameter, text) in texts {
            if let Some(text) = text {
                query.push((parameter, text.get(option, ErrorKind::Query)?));
            }
        }
        let given_query = in_pairs(self.query.as_deref(), "query", ErrorKind::Query)?;
        let mut headers = in_pairs(self.headers.as_deref(), "headers", ErrorKind::Header)?;
        if let Some(content_type) = &self.content_type {
            let value = content_type.get("contentType", ErrorKind::Header)?;
            if value.is_empty() {
                let message = "contentType must not be empty: leave it out to sign no Content-Type";
                return Err(Failure::new(ErrorKind::Header, message));
            }
            headers.push(("content-type", value));
        }
        let part_number = self.part_number.map(|number| match number {
            1..=MAX_PART_NUMBER => Ok(number.to_string()),
            _ => {
                let message = format!("partNumber must be 1 to {MAX_PART_NUMBER}, got {number}");
                Err(Failure::new(ErrorKind::Query, message))
            }
        });
        Ok(Pairs {
            query,
            given_query,
            headers,
            disposition: self.content_disposition()?,
            part_number: part_number.transpose()?,
        })
    }

    /// Returns the Content-Disposition that `filename` and `disposition` ask for.
    fn content_disposition(&self) -> Result<Option<String>, Failure> {
        let refuse = |name: &str, rule: &str| Err(Failure::new(ErrorKind::Query, format!("{name} {rule}")));
        for (name, value) in [("filename", &self.filename), ("disposition", &self.disposition)] {
            if value.is_none() {
                continue;
            }
            if self.response_content_disposition.is_some() {
                let rule = "and responseContentDisposition set the same header: give only one of them";
                return refuse(name, rule);
            }
            if !matches!(self.method.and_then(|method| method.0), Some("GET" | "HEAD")) {
                let rule = "applies to the response of GET and HEAD only: leave it out for other methods";
                return refuse(name, rule);
            }
        }
        let chosen = choice::<Disposition>(self.disposition.as_ref(), "disposition")?;
        let Some(filename) = &self.filename else {
            return Ok(chosen.map(|disposition| disposition.name().to_owned()));
        };
        let filename = filename.get("filename", ErrorKind::Query)?;
        Ok(Some(chosen.unwrap_or_default().header(filename)?))
    }
}

impl Pairs<'_> {
    /// Returns all query parameters: the caller's, then those of options.
    pub(crate) fn all_query(&self) -> Result<Vec<(&str, &str)>, Failure> {
        let mut all = self.given_query.clone();
        let computed =
            [(CONTENT_DISPOSITION, &self.disposition), ("partNumber", &self.part_number)].into_iter();
        let computed = computed.filter_map(|(name, value)| Some((name, value.as_deref()?)));
        for (name, value) in computed.chain(self.query.iter().copied()) {
            if self.given_query.iter().any(|(given, _)| *given == name) {
                let message = format!(
                    "query parameter \"{name}\" is given twice, as an option and in query: remove one of them"
                );
                return Err(Failure::new(ErrorKind::Query, message));
            }
            all.push((name, value));
        }
        Ok(all)
    }

    pub(crate) fn headers(&self) -> &[(&str, &str)] {
        &self.headers
    }
}

/// Returns names and values in turn as pairs.
pub(crate) fn in_pairs<'a, T>(
    texts: Option<&'a [T]>,
    what: &str,
    kind: ErrorKind,
) -> Result<Vec<(&'a str, &'a str)>, Failure>
where
    Part<'a>: From<&'a T>,
{
    let pairs = texts.unwrap_or_default().chunks_exact(2);
    pairs
        .map(|pair| match pair {
            [name, value] => Ok((
                Part::from(name).get(&format!("{what}: a name"), kind)?,
                Part::from(value).get(&format!("{what}: a value"), kind)?,
            )),
            _ => Ok(("", "")),
        })
        .collect()
}
