//! A storage's answer to a request that it refused: an XML document with the error's code and, where the storage is
//! kind, the texts that it computed itself.

use std::fmt;

use quick_xml::Reader;
use quick_xml::events::Event;
use zeroize::Zeroizing;

use crate::Version;

/// What a storage says about a request that it refused.
///
/// `Debug` shows code and message alone: the texts hold headers' values and the session token.
#[derive(Clone, Default)]
pub struct ErrorResponse {
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) region: String,
    /// Where the bucket is instead.
    pub(crate) endpoint: String,
    pub(crate) canonical_request: Zeroizing<String>,
    pub(crate) string_to_sign: Zeroizing<String>,
}

/// An answer that is no XML document of the form `<Error><Code>...`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the answer is no XML document with an <Error> that has a <Code> in it")]
pub struct ErrorResponseError;

impl ErrorResponse {
    /// Reads the body of an answer.
    ///
    /// # Errors
    /// [`ErrorResponseError`], if it is not `<Error><Code>...</Code>...</Error>`.
    pub fn from_xml(body: &str) -> Result<Self, ErrorResponseError> {
        let mut reader = Reader::from_str(body);
        let mut answer = Self::default();
        // The elements around the text, from the outside in.
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

    /// What the storage computed the signature of; empty where it does not say.
    pub(super) fn signed_text(&self, version: Version) -> &str {
        match version {
            Version::V4 => &self.canonical_request,
            Version::V2 => &self.string_to_sign,
        }
    }

    /// The error's code: `SignatureDoesNotMatch`, `AccessDenied`.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The storage's own sentence, which may be empty.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

/// The five that XML itself has.
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
    fn what_is_read() {
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
    fn what_is_no_answer() {
        for body in
            ["", "403", "<html><Code>a</Code></html>", "<Error></Error>", "<Error><Code>&x;</Code></Error>"]
        {
            assert_eq!(ErrorResponse::from_xml(body).unwrap_err(), ErrorResponseError, "{body}");
        }
    }
}
