//! Reads a storage's error response: an XML or a JSON document with the error code and, from some storages, the texts
//! that the storage computed itself; alone, or behind the status line and the headers of an HTTP response.

mod error_response;
mod http;
mod json;
mod xml;

pub use self::error_response::ErrorResponse;
use self::http::Head;
use crate::error::quoted;
use crate::limits::MAX_RESPONSE_BYTES;

/// Says why a text is no error response of a storage.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorResponseError {
    /// There is no text.
    #[error("the response is empty")]
    Empty,
    /// The text is longer than the longest one that is read.
    #[error("the response is longer than {MAX_RESPONSE_BYTES} bytes, the most that are read")]
    TooLong,
    /// The text is an HTML page, with this title.
    #[error(
        "the response is an HTML page{title} and no error of a storage: a proxy, a load balancer or a website answered \
         in its place",
        title = titled(.0)
    )]
    Html(String),
    /// The HTTP response has a status that is no error.
    #[error("the response has the HTTP status {0}, which is no error")]
    NoError(u16),
    /// The document breaks off before its error code.
    #[error(
        "the response breaks off, or is malformed, before the end of its <Code>: give the whole response"
    )]
    Cut,
    /// The text is something else.
    #[error(
        "the response is not an XML document with a <Code> inside its <Error>, not a JSON object with a code, and not \
         an HTTP response with one of them"
    )]
    Unknown,
}

fn titled(title: &str) -> String {
    if title.is_empty() { String::new() } else { format!(" with the title {}", quoted(title)) }
}

impl ErrorResponse {
    /// Reads an error response: its body, or a whole HTTP response as `curl -i` prints it.
    ///
    /// # Errors
    /// [`ErrorResponseError`], if the text is no error response of a storage.
    pub fn read(text: &str) -> Result<Self, ErrorResponseError> {
        if text.len() > MAX_RESPONSE_BYTES {
            return Err(ErrorResponseError::TooLong);
        }
        let text = text.trim_start_matches('\u{feff}').trim();
        let (head, body) = Head::split(text);
        let Some(head) = head else { return Self::read_body(body) };
        let mut response = match Self::read_body(body) {
            Ok(response) => response,
            Err(ErrorResponseError::Empty | ErrorResponseError::Unknown) => Self::default(),
            // Swift answers so to a request that it does not take for one of S3, as proxies do.
            Err(ErrorResponseError::Html(title)) => Self { message: title, is_html: true, ..Self::default() },
            Err(error) => return Err(error),
        };
        if response.code.is_empty() && head.status < 300 {
            return Err(ErrorResponseError::NoError(head.status));
        }
        response.add_head(&head, body);
        Ok(response)
    }

    fn read_body(body: &str) -> Result<Self, ErrorResponseError> {
        let mut response = Self::default();
        if body.is_empty() {
            return Err(ErrorResponseError::Empty);
        } else if body.starts_with(['{', '[']) {
            json::read(body, &mut response);
        } else if let Some(title) = html_title(body) {
            return Err(ErrorResponseError::Html(title.to_owned()));
        } else {
            response.is_cut = xml::read(body, &mut response).is_err();
        }
        match response.code.is_empty() {
            false => Ok(response),
            true if response.is_cut && body.contains("<Error>") => Err(ErrorResponseError::Cut),
            true => Err(ErrorResponseError::Unknown),
        }
    }

    /// Fills in what the body does not say. A response to HEAD has no body.
    fn add_head(&mut self, head: &Head, body: &str) {
        if self.code.is_empty() {
            let header = |names: [&str; 2]| names.iter().find_map(|name| head.header(name));
            let code = header(["x-amz-error-code", "x-minio-error-code"]).filter(|code| !code.is_empty());
            self.is_status_alone = code.is_none();
            self.code = code.map_or_else(|| head.status.to_string(), str::to_owned);
            if !self.is_html {
                let message = header(["x-amz-error-message", "x-minio-error-desc"]);
                let message = message.or_else(|| body.lines().next()).unwrap_or(head.reason);
                self.message = message.trim_matches('"').to_owned();
            }
        }
        if self.region.is_empty() {
            self.region = head.header("x-amz-bucket-region").unwrap_or_default().to_owned();
        }
        let elsewhere = head.header("location").and_then(|url| url.split_once("://"));
        if self.endpoint.is_empty()
            && let Some((_, rest)) = elsewhere
        {
            self.endpoint = rest.split(['/', '?']).next().unwrap_or_default().to_owned();
        }
    }
}

/// Returns the title of an HTML page, which may be empty; `None` for other texts.
fn html_title(body: &str) -> Option<&str> {
    let find = |text: &str, tag: &str| {
        let bytes = text.as_bytes().windows(tag.len());
        bytes.into_iter().position(|window| window.eq_ignore_ascii_case(tag.as_bytes()))
    };
    let is_html =
        ["<!doctype html", "<html", "<head", "<body", "<title"].iter().any(|tag| find(body, tag) == Some(0));
    if !is_html {
        return None;
    }
    let title = || {
        let rest = body.get(find(body, "<title")?..)?;
        let (_, rest) = rest.split_once('>')?;
        rest.get(..find(rest, "</title")?)
    };
    Some(title().unwrap_or_default().trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_html_page_is_named_with_its_title() {
        for (page, title) in [
            ("<html>\r\n<head><title>502 Bad Gateway</title></head>", "502 Bad Gateway"),
            ("<!DOCTYPE HTML PUBLIC \"-\">\n<TITLE lang=\"en\">\n 403 </TITLE>", "403"),
            ("<html/>", ""),
        ] {
            assert_eq!(ErrorResponse::read(page).unwrap_err(), ErrorResponseError::Html(title.to_owned()));
        }
    }

    #[test]
    fn an_empty_header_for_the_code_is_none() {
        for name in ["x-amz-error-code", "x-minio-error-code"] {
            let response =
                ErrorResponse::read(&format!("HTTP/1.1 403 Forbidden\r\n{name}: \r\n\r\n")).unwrap();
            assert_eq!((response.code(), response.is_status_alone), ("403", true));
        }
    }
}
