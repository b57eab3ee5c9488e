//! The signature's own query parameters: one table of their names.

macro_rules! parameters {
    ($($version:ident: $($param:ident = $name:literal,)*;)*) => {
        /// A query parameter of a signature.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Param {
            $($($param,)*)*
        }

        impl Param {
            const NAMES: [&str; Self::ALL.len()] = [$($($name,)*)*];

            pub(crate) const ALL: [Self; [$($($name,)*)*].len()] = [$($(Self::$param,)*)*];

            $(
                /// The parameters of this version.
                pub(crate) const $version: [Self; [$($name,)*].len()] = [$(Self::$param,)*];
            )*

            pub(crate) const fn name(self) -> &'static str {
                match self {
                    $($(Self::$param => $name,)*)*
                }
            }

            /// Returns the parameter with exactly this name. Written as a `match`, it compares only names of the same
            /// length, without a call.
            #[inline(always)]
            pub(crate) fn of(name: &str) -> Option<Self> {
                match name {
                    $($($name => Some(Self::$param),)*)*
                    _ => None,
                }
            }
        }
    };
}

parameters! {
    V4:
        Algorithm = "X-Amz-Algorithm",
        Credential = "X-Amz-Credential",
        Date = "X-Amz-Date",
        Lifetime = "X-Amz-Expires",
        SignedHeaders = "X-Amz-SignedHeaders",
        Signature = "X-Amz-Signature",
        Token = "X-Amz-Security-Token",
    ;
    V2:
        AccessKeyV2 = "AWSAccessKeyId",
        ExpiresV2 = "Expires",
        SignatureV2 = "Signature",
        // It differs from Version 4's only in case.
        TokenV2 = "x-amz-security-token",
    ;
}

/// The session token of S3 Express One Zone, which presign does not make.
const EXPRESS_TOKEN: &str = "X-Amz-S3session-Token";

impl Param {
    /// Returns the first parameter of the table with this name in any case.
    pub(crate) fn of_any_case(name: &str) -> Option<Self> {
        let index = Self::NAMES.iter().position(|own| own.eq_ignore_ascii_case(name))?;
        Self::ALL.get(index).copied()
    }
}

/// Returns whether a caller may not set a parameter, because it could contradict the signature.
pub(crate) fn is_reserved(name: &str) -> bool {
    Param::of_any_case(name).is_some() || name.eq_ignore_ascii_case(EXPRESS_TOKEN)
}

/// Joins constant texts to an array of bytes: text whose length is known at compile time is copied without a call.
macro_rules! joined {
    ($($part:expr),* $(,)?) => {{
        const PARTS: &[&str] = &[$($part),*];
        const JOINED: [u8; $crate::input::parameters::total_len(PARTS)] = $crate::input::parameters::join(PARTS);
        &JOINED
    }};
}
pub(crate) use joined;

#[expect(clippy::indexing_slicing, reason = "evaluated at compile time")]
pub(crate) const fn total_len(parts: &[&str]) -> usize {
    let (mut length, mut part) = (0, 0);
    while part < parts.len() {
        length += parts[part].len();
        part += 1;
    }
    length
}

#[expect(clippy::indexing_slicing, reason = "evaluated at compile time")]
pub(crate) const fn join<const N: usize>(parts: &[&str]) -> [u8; N] {
    let (mut out, mut length, mut part) = ([0; N], 0, 0);
    while part < parts.len() {
        let text = parts[part].as_bytes();
        let mut at = 0;
        while at < text.len() {
            out[length] = text[at];
            (length, at) = (length + 1, at + 1);
        }
        part += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_where_it_stands() {
        for (index, param) in Param::ALL.into_iter().enumerate() {
            assert_eq!(param as usize, index);
            assert_eq!(Param::of(param.name()), Some(param));
        }
        assert_eq!(Param::of("x-amz-date"), None);
        assert_eq!(Param::of_any_case("x-amz-date"), Some(Param::Date));
    }
}
