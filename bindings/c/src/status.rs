//! The numbers of errors, and what they mean.

use std::ffi::{CStr, c_char};

use presign::{Error, ErrorKind};

use crate::boundary::export;

/// PRESIGN_OK, or what was wrong: PRESIGN_ERR_*. Numbers are never changed and never used again; later versions may
/// add some.
pub type presign_status = i32;

/// All went well.
pub const PRESIGN_OK: presign_status = 0;
/// The access key, the secret key or the session token breaks a rule.
pub const PRESIGN_ERR_CREDENTIALS: presign_status = 1;
/// The region breaks a rule, or does not fit the endpoint.
pub const PRESIGN_ERR_REGION: presign_status = 2;
/// The endpoint cannot be read, or does not fit the addressing.
pub const PRESIGN_ERR_ENDPOINT: presign_status = 3;
/// A number is none of those to choose from.
pub const PRESIGN_ERR_CHOICE: presign_status = 4;
/// The bucket's name breaks a rule, or does not fit the addressing.
pub const PRESIGN_ERR_BUCKET: presign_status = 5;
/// The key is empty where an object is needed, given where it must be open, or over 1024 bytes.
pub const PRESIGN_ERR_KEY: presign_status = 6;
/// The method is not 1 to 32 letters A-Z.
pub const PRESIGN_ERR_METHOD: presign_status = 7;
/// A query parameter is the signature's own, or cannot be signed.
pub const PRESIGN_ERR_QUERY: presign_status = 8;
/// A header cannot be signed, is given twice, or has a control character in it.
pub const PRESIGN_ERR_HEADER: presign_status = 9;
/// A moment lies outside the years 1970 to 9999.
pub const PRESIGN_ERR_TIME: presign_status = 10;
/// The life or the end is outside its limits, or not given exactly once.
pub const PRESIGN_ERR_EXPIRES: presign_status = 11;
/// The end is not after the signing time: the link would be dead.
pub const PRESIGN_ERR_EXPIRES_IN_PAST: presign_status = 12;
/// The link would end after its credentials.
pub const PRESIGN_ERR_CREDENTIALS_EXPIRE: presign_status = 13;
/// AWS does not take signature version 2 in this region.
pub const PRESIGN_ERR_VERSION_2: presign_status = 14;
/// The links need more memory than there is.
pub const PRESIGN_ERR_MEMORY: presign_status = 15;
/// A field of a POST form breaks a rule, or it and a condition do not fit each other.
pub const PRESIGN_ERR_FORM: presign_status = 16;
/// An address, an action or a pattern of an access policy breaks a rule.
pub const PRESIGN_ERR_POLICY: presign_status = 17;
/// A pointer is NULL that must not be, or is not aligned for what it points to.
pub const PRESIGN_ERR_NULL_POINTER: presign_status = 32;
/// struct_size is none that this library knows, or a field that it does not know is not 0.
pub const PRESIGN_ERR_STRUCT_SIZE: presign_status = 33;
/// A string is not UTF-8.
pub const PRESIGN_ERR_UTF8: presign_status = 34;
/// The buffer has no room for the result. The length needed was stored.
pub const PRESIGN_ERR_BUFFER_TOO_SMALL: presign_status = 35;
/// A length or a count is larger than any that can be right.
pub const PRESIGN_ERR_TOO_LARGE: presign_status = 36;
/// A bug in the library, which was stopped inside of it. What the call writes to is unspecified.
pub const PRESIGN_ERR_PANIC: presign_status = 37;
/// The request is refused, or cannot be read. A presign_reason was stored.
pub const PRESIGN_ERR_REFUSED: presign_status = 38;
/// A received request has a URL, and a host or a target as well.
pub const PRESIGN_ERR_RECEIVED: presign_status = 39;
/// A storage's answer is no XML document with an Error that has a Code in it.
pub const PRESIGN_ERR_RESPONSE: presign_status = 40;

/// What went wrong in a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Failure(presign_status);

impl Failure {
    pub(crate) const CREDENTIALS: Self = Self(PRESIGN_ERR_CREDENTIALS);
    pub(crate) const EXPIRES: Self = Self(PRESIGN_ERR_EXPIRES);
    pub(crate) const CHOICE: Self = Self(PRESIGN_ERR_CHOICE);
    pub(crate) const NULL_POINTER: Self = Self(PRESIGN_ERR_NULL_POINTER);
    pub(crate) const STRUCT_SIZE: Self = Self(PRESIGN_ERR_STRUCT_SIZE);
    pub(crate) const UTF8: Self = Self(PRESIGN_ERR_UTF8);
    pub(crate) const BUFFER_TOO_SMALL: Self = Self(PRESIGN_ERR_BUFFER_TOO_SMALL);
    pub(crate) const TOO_LARGE: Self = Self(PRESIGN_ERR_TOO_LARGE);
    pub(crate) const REFUSED: Self = Self(PRESIGN_ERR_REFUSED);
    pub(crate) const TIME: Self = Self(PRESIGN_ERR_TIME);
    pub(crate) const RECEIVED: Self = Self(PRESIGN_ERR_RECEIVED);
    pub(crate) const RESPONSE: Self = Self(PRESIGN_ERR_RESPONSE);

    pub(crate) fn status(self) -> presign_status {
        self.0
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self(error.kind() as presign_status)
    }
}

/// A core's message with the NUL that C needs, made while compiling.
macro_rules! message_of {
    ($kind:ident) => {{
        const MESSAGE: &str = ErrorKind::$kind.message();
        const BYTES: [u8; MESSAGE.len() + 1] = terminated(MESSAGE);
        CStr::from_bytes_until_nul(&BYTES).unwrap_or(c"")
    }};
}

/// `N` is more than the length of the text.
#[allow(clippy::indexing_slicing)]
pub(crate) const fn terminated<const N: usize>(text: &str) -> [u8; N] {
    let mut bytes = [0; N];
    let mut at = 0;
    while at < text.len() {
        bytes[at] = text.as_bytes()[at];
        at += 1;
    }
    bytes
}

fn message(status: presign_status) -> &'static CStr {
    match status {
        PRESIGN_OK => c"no error",
        PRESIGN_ERR_CREDENTIALS => message_of!(Credentials),
        PRESIGN_ERR_REGION => message_of!(Region),
        PRESIGN_ERR_ENDPOINT => message_of!(Endpoint),
        PRESIGN_ERR_CHOICE => message_of!(Choice),
        PRESIGN_ERR_BUCKET => message_of!(Bucket),
        PRESIGN_ERR_KEY => message_of!(Key),
        PRESIGN_ERR_METHOD => message_of!(Method),
        PRESIGN_ERR_QUERY => message_of!(Query),
        PRESIGN_ERR_HEADER => message_of!(Header),
        PRESIGN_ERR_TIME => message_of!(Time),
        PRESIGN_ERR_EXPIRES => message_of!(Expires),
        PRESIGN_ERR_EXPIRES_IN_PAST => message_of!(ExpiresInPast),
        PRESIGN_ERR_CREDENTIALS_EXPIRE => message_of!(CredentialsExpire),
        PRESIGN_ERR_VERSION_2 => message_of!(Version2),
        PRESIGN_ERR_MEMORY => message_of!(Memory),
        PRESIGN_ERR_FORM => message_of!(Form),
        PRESIGN_ERR_POLICY => message_of!(Policy),
        PRESIGN_ERR_NULL_POINTER => c"a pointer is NULL that must not be, or is not aligned",
        PRESIGN_ERR_STRUCT_SIZE => c"struct_size is unknown, or an unknown field is not 0",
        PRESIGN_ERR_UTF8 => c"a string is not UTF-8",
        PRESIGN_ERR_BUFFER_TOO_SMALL => c"the buffer is too small",
        PRESIGN_ERR_TOO_LARGE => c"a length or a count is larger than any that can be right",
        PRESIGN_ERR_PANIC => c"a bug in the library",
        PRESIGN_ERR_REFUSED => c"the request is refused, or cannot be read",
        PRESIGN_ERR_RECEIVED => c"a received request has a URL, and a host or a target as well",
        PRESIGN_ERR_RESPONSE => {
            c"the storage's answer is no XML document with an Error that has a Code in it"
        }
        _ => c"unknown status",
    }
}

export! {
    /// What a status means: an English sentence for a log, without the value at hand. Any number is allowed; never
    /// NULL; the string lives as long as the program.
    fn presign_status_message(status: presign_status) -> *const c_char {
        message(status).as_ptr()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_error_has_its_number_and_its_message() {
        for kind in ErrorKind::ALL {
            assert_eq!(message(kind as presign_status).to_str(), Ok(kind.message()));
        }
        assert_eq!(message(PRESIGN_ERR_POLICY + 1), c"unknown status");
    }

    #[test]
    fn names_stand_for_the_kinds_that_they_name() {
        let named = [
            (PRESIGN_ERR_CREDENTIALS, "Credentials"),
            (PRESIGN_ERR_REGION, "Region"),
            (PRESIGN_ERR_ENDPOINT, "Endpoint"),
            (PRESIGN_ERR_CHOICE, "Choice"),
            (PRESIGN_ERR_BUCKET, "Bucket"),
            (PRESIGN_ERR_KEY, "Key"),
            (PRESIGN_ERR_METHOD, "Method"),
            (PRESIGN_ERR_QUERY, "Query"),
            (PRESIGN_ERR_HEADER, "Header"),
            (PRESIGN_ERR_TIME, "Time"),
            (PRESIGN_ERR_EXPIRES, "Expires"),
            (PRESIGN_ERR_EXPIRES_IN_PAST, "ExpiresInPast"),
            (PRESIGN_ERR_CREDENTIALS_EXPIRE, "CredentialsExpire"),
            (PRESIGN_ERR_VERSION_2, "Version2"),
            (PRESIGN_ERR_MEMORY, "Memory"),
            (PRESIGN_ERR_FORM, "Form"),
            (PRESIGN_ERR_POLICY, "Policy"),
        ];
        assert_eq!(named, ErrorKind::ALL.map(|kind| (kind as presign_status, &*format!("{kind:?}").leak())));
    }
}
