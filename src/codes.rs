//! One table per list of codes: a row has the variant, the number, the machine name and a sentence. The C header, the
//! documentation and the classes of other languages are made from these tables.

/// Defines an enum from its table.
///
/// `pub enum NAME: METHOD { VARIANT = NUMBER, "machine-name", "sentence"; ... }` gives the enum `ALL`, `name` and `METHOD`,
/// which returns the sentence. With `-> COLUMNS: TYPE` behind `METHOD` and `=> VALUE` in each row, the private method
/// `COLUMNS` returns the row's value.
macro_rules! codes {
    (
        $(#[$about:meta])*
        pub enum $Code:ident: $sentence:ident -> $columns:ident: $Columns:ty {
            $( $(#[$row:meta])* $Variant:ident = $number:literal, $name:literal, $text:literal => $value:expr; )+
        }
    ) => {
        codes! {
            $(#[$about])*
            pub enum $Code: $sentence { $( $(#[$row])* $Variant = $number, $name, $text; )+ }
        }

        impl $Code {
            const fn $columns(self) -> $Columns {
                match self { $( Self::$Variant => $value, )+ }
            }
        }
    };
    (
        $(#[$about:meta])*
        pub enum $Code:ident: $sentence:ident {
            $( $(#[$row:meta])* $Variant:ident = $number:literal, $name:literal, $text:literal; )+
        }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        #[repr(i32)]
        pub enum $Code {
            $(
                #[doc = concat!("`", $name, "`: ", $text, ".")]
                $(#[$row])*
                $Variant = $number,
            )+
        }

        impl $Code {
            /// Lists all of them, by number.
            pub const ALL: [Self; [$($number),+].len()] = [$(Self::$Variant),+];

            /// Returns the machine name, which never changes: lower-case words joined by hyphens.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $( Self::$Variant => $name, )+ }
            }

            /// Returns what it means, in English, without the values at hand.
            #[must_use]
            pub const fn $sentence(self) -> &'static str {
                match self { $( Self::$Variant => $text, )+ }
            }
        }
    };
}

pub(crate) use codes;
