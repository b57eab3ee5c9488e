//! What this layer itself refuses: a status, and a sentence that names the argument.

use std::ffi::CStr;
use std::fmt;

use presign::ErrorKind;

/// A call's result: PRESIGN_OK, or what was wrong, PRESIGN_ERR_*. Numbers are never changed or reused; later versions
/// may add some.
pub type presign_status = i32;

/// The call succeeded.
pub const PRESIGN_OK: presign_status = 0;

/// A mistake that this layer detects: its status, and its sentence without the argument's name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OwnFailure {
    status: presign_status,
    sentence: &'static str,
}

/// Defines the statuses that this layer adds to the core's kinds, from one table: a constant of `OwnFailure` and a row
/// of `OWN` for each. The header's constants are made from the same table (tests/library/header.rs).
macro_rules! own_failures {
    ($( $NAME:ident = $number:literal, $name:literal, $message:literal; )+) => {
        impl OwnFailure {
            $( pub(crate) const $NAME: Self = Self { status: $number, sentence: text($message) }; )+
        }

        pub(crate) static OWN: [(presign_status, &CStr, &CStr); [$($number),+].len()] =
            [$( ($number, $name, $message) ),+];
    };
}

own_failures! {
    NULL_POINTER = 32, c"null-pointer", c"the pointer is NULL where it must not be, or is not aligned for its type";
    STRUCT_SIZE = 33, c"struct-size",
        c"struct_size is not a size that this library knows, or a field that it does not know is not 0";
    UTF8 = 34, c"utf8", c"the text is not UTF-8";
    BUFFER_TOO_SMALL = 35, c"buffer-too-small", c"the buffer is too small for the result; the length needed was stored";
    TOO_LARGE = 36, c"too-large", c"a length or a count is over its limit, or reaches beyond the address space";
    PANIC = 37, c"panic", c"the library has a bug and stopped the call; what its outputs contain is unspecified";
    REFUSED = 38, c"refused", c"the request is refused, or cannot be read; the presign_reason says why";
    RECEIVED = 39, c"received", c"a received request has both a URL and a host or a target";
    RESPONSE = 40, c"response",
        c"the storage's response is too long, or no error of a storage: XML, JSON or a whole HTTP response";
    OFFSETS = 41, c"offsets", c"an offset is above the one after it";
}

/// What this layer refuses with the status of one of the core's kinds.
impl OwnFailure {
    pub(crate) const NO_SECRET: Self =
        Self::of_kind(ErrorKind::Credentials, "an access key and its secret key must not be empty");
    pub(crate) const NO_SECRETS: Self = Self::of_kind(ErrorKind::Credentials, "at least one must be given");
    pub(crate) const NO_EXPIRY: Self = Self::of_kind(
        ErrorKind::Expires,
        "exactly one of expires_in and expires_at must not be 0, and both are",
    );
    pub(crate) const CHOICE: Self =
        Self::of_kind(ErrorKind::Choice, "the number is not one of those to choose from");
    pub(crate) const NO_TIME: Self = Self::of_kind(
        ErrorKind::Time,
        "the time must be above 0: a forgotten field is 0, and time() returns -1 if it fails",
    );

    const fn of_kind(kind: ErrorKind, sentence: &'static str) -> Self {
        Self { status: kind as presign_status, sentence }
    }

    pub(crate) const fn status(self) -> presign_status {
        self.status
    }

    pub(crate) const fn sentence(self) -> &'static str {
        self.sentence
    }
}

/// Returns a row's text as Rust has it, at compile time.
const fn text(of: &'static CStr) -> &'static str {
    match of.to_str() {
        Ok(text) => text,
        Err(_) => "",
    }
}

/// A mistake that this layer detected, with the argument and the values for its sentence.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OwnError {
    failure: OwnFailure,
    /// The argument or the field that is wrong; empty if it is none.
    name: &'static str,
    index: Option<usize>,
    /// Which item of a list within an argument is wrong. The sentence alone has it: `presign_error` has only the index
    /// of a key, a request or the like.
    item: Option<usize>,
    /// The array and the index of the struct that it is in.
    element: Option<(&'static str, usize)>,
    numbers: Numbers,
}

/// The numbers in the sentence of an own failure.
#[derive(Debug, Clone, Copy)]
enum Numbers {
    None,
    Signed(i64),
    Unsigned(u64),
    NeedsAndHas(usize, usize),
}

impl OwnError {
    pub(crate) fn status(self) -> presign_status {
        self.failure.status()
    }

    /// Adds which item of a list within the argument is wrong.
    pub(crate) fn item(self, item: usize) -> Self {
        Self { item: Some(item), ..self }
    }

    /// Adds the struct of an array that it is in.
    pub(crate) fn of_element(self, array: &'static str, index: usize) -> Self {
        Self { element: Some((array, index)), ..self }
    }

    /// Returns which element of an array is wrong: of the outer one, if it is in a struct of an array.
    pub(crate) fn index(self) -> Option<usize> {
        self.element.map(|(_, index)| index).or(self.index)
    }

    /// Adds which element of an array is wrong.
    pub(crate) fn at(self, index: usize) -> Self {
        Self { index: Some(index), ..self }
    }

    /// Adds the value that is wrong.
    pub(crate) fn given(self, number: impl Into<i64>) -> Self {
        Self { numbers: Numbers::Signed(number.into()), ..self }
    }

    /// Adds the size or the position that is wrong.
    pub(crate) fn given_size(self, size: impl TryInto<u64>) -> Self {
        // No address space has more than 2^64 bytes.
        Self { numbers: Numbers::Unsigned(size.try_into().unwrap_or(u64::MAX)), ..self }
    }

    /// Adds the bytes that a buffer needs, and those that it has.
    pub(crate) fn needs(self, needed: usize, has: usize) -> Self {
        Self { numbers: Numbers::NeedsAndHas(needed, has), ..self }
    }
}

impl OwnFailure {
    /// Makes it the failure of an argument or a field.
    pub(crate) fn of(self, name: &'static str) -> OwnError {
        OwnError { failure: self, name, index: None, item: None, element: None, numbers: Numbers::None }
    }
}

impl fmt::Display for OwnError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((array, index)) = self.element {
            write!(f, "{array}[{index}]: ")?;
        }
        if !self.name.is_empty() {
            f.write_str(self.name)?;
            if let Some(index) = self.index.or(self.item) {
                write!(f, "[{index}]")?;
            }
            f.write_str(": ")?;
        }
        f.write_str(self.failure.sentence())?;
        match self.numbers {
            Numbers::None => Ok(()),
            Numbers::Signed(number) => write!(f, "; it is {number}"),
            Numbers::Unsigned(number) => write!(f, "; it is {number}"),
            Numbers::NeedsAndHas(needed, has) => {
                write!(f, "; it needs {needed} bytes and has {has}")
            }
        }
    }
}
