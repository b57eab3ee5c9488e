//! Parses a storage's error response: an XML document with the error code and, from some storages, the texts that the
//! storage computed itself.

use std::fmt;

use quick_xml::Reader;
use quick_xml::events::Event;
use zeroize::Zeroizing;

use crate::Version;

/// Holds a storage's error response to a request.
///
/// `Debug` shows only code and message, because the texts contain values of headers and the session token.
#[derive(Clone, Default)]
pub struct ErrorResponse {
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) region: String,
    /// The endpoint of the bucket, if it is elsewhere.
    pub(crate) endpoint: String,
    pub(crate) canonical_request: Zeroizing<String>,
    pub(crate) string_to_sign: Zeroizing<String>,
}

/// The response is not an XML document of the form `<Error><Code>...`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the response is not an XML document with a <Code> inside its <Error>")]
pub struct ErrorResponseError;

impl ErrorResponse {
    /// Parses the body of an error response.
    ///
    /// # Errors
    /// [`ErrorResponseError`], if it is not `<Error><Code>...</Code>...</Error>`.
    pub fn from_xml(body: &str) -> Result<Self, ErrorResponseError> {
        let mut reader = Reader::from_str(body);
        let mut answer = Self::default();
        // The elements around the text, outermost first.
        let mut around: Vec<String> = Vec::new();
        loop {
            let text: String = match reader.read_event().map_err(|_| ErrorResponseError)? {
                Event::Eof => break,
                Event::Start(start) => {
                    around.push(start.local_name().as_ref().to_owned());
                    continue;
                }
                Event::End(_) => {
                    around.pop();
                    continue;
                }
                Event::Text(text) => text.xml10_content().into_owned(),
                Event::CData(text) => text.xml10_content().into_owned(),
                Event::GeneralRef(name) => match name.resolve_char_ref().map_err(|_| ErrorResponseError)? {
                    Some(character) => character.to_string(),
                    None => entity(&name).ok_or(ErrorResponseError)?.to_owned(),
                },
                _ => continue,
            };
            if let [root, element] = around.as_slice()
                && root == "Error"
                && let Some(place) = answer.place(element)
            {
                place.push_str(&text);
            }
        }
        if answer.code.is_empty() { Err(ErrorResponseError) } else { Ok(answer) }
    }

    fn place(&mut self, element: &str) -> Option<&mut String> {
        match element {
            "Code" => Some(&mut self.code),
            "Message" => Some(&mut self.message),
            "Region" => Some(&mut self.region),
            "Endpoint" => Some(&mut self.endpoint),
            "CanonicalRequest" => Some(&mut self.canonical_request),
            "StringToSign" => Some(&mut self.string_to_sign),
            _ => None,
        }
    }

    /// Returns the text whose signature the storage computed; empty if the response does not contain it.
    pub(super) fn signed_text(&self, version: Version) -> &str {
        match version {
            Version::V4 => &self.canonical_request,
            Version::V2 => &self.string_to_sign,
        }
    }

    /// Returns the error code, such as `SignatureDoesNotMatch` or `AccessDenied`.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Returns the storage's own message, which may be empty.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

/// Returns the character of one of XML's five predefined entities.
fn entity(name: &str) -> Option<&'static str> {
    match name {
        "amp" => Some("&"),
        "lt" => Some("<"),
        "gt" => Some(">"),
        "quot" => Some("\""),
        "apos" => Some("'"),
        _ => None,
    }
}

impl fmt::Debug for ErrorResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorResponse")
            .field("code", &self.code)
            .field("message", &self.message)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_cdata_and_character_references_are_resolved() {
        let body = "<?xml version=\"1.0\"?>\n<Error><Code>SignatureDoesNotMatch</Code><Message/>\
                    <StringToSign>a&#10;b &amp; &lt;c&gt; &quot;&apos;</StringToSign>\
                    <CanonicalRequest>GET\n/<![CDATA[&]]></CanonicalRequest><Other><Code>no</Code></Other></Error>";
        let answer = ErrorResponse::from_xml(body).unwrap();
        assert_eq!((answer.code(), answer.message()), ("SignatureDoesNotMatch", ""));
        assert_eq!(*answer.string_to_sign, "a\nb & <c> \"'");
        assert_eq!(*answer.canonical_request, "GET\n/&");
        assert!(!format!("{answer:?}").contains("GET"));
    }

    #[test]
    fn documents_without_an_error_code_are_refused() {
        for body in
            ["", "403", "<html><Code>a</Code></html>", "<Error></Error>", "<Error><Code>&x;</Code></Error>"]
        {
            assert_eq!(ErrorResponse::from_xml(body).unwrap_err(), ErrorResponseError, "{body}");
        }
    }
}
