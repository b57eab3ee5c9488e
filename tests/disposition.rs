//! The Content-Disposition of a link, read back by the rules of RFC 6266 and RFC 8187. python/tests/test_filename.py reads
//! it with two independent parsers.
#![allow(clippy::unwrap_used)]

use presign::{Disposition, attachment};

/// RFC 8187 section 3.2.1: attr-char.
const ATTR_CHARS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&+-.^_`|~";

/// Reads a header with a `filename*`: its type, its `filename`, and the name.
fn read(header: &str) -> (String, String, String) {
    let (kind, rest) = header.split_once("; filename=\"").unwrap();
    let (fallback, extended) = rest.split_once("\"; filename*=UTF-8''").unwrap();
    let (mut bytes, mut rest) = (Vec::new(), extended.chars());
    while let Some(letter) = rest.next() {
        if letter == '%' {
            let digits: String = [rest.next().unwrap(), rest.next().unwrap()].iter().collect();
            bytes.push(u8::from_str_radix(&digits, 16).unwrap());
        } else {
            assert!(ATTR_CHARS.contains(letter), "{letter} in {header}");
            bytes.push(u8::try_from(letter).unwrap());
        }
    }
    (kind.to_owned(), fallback.to_owned(), String::from_utf8(bytes).unwrap())
}

#[test]
fn a_name_without_special_characters_is_a_quoted_string() {
    for name in ["photo.jpg", "two words.txt", "it's.txt", "semi;colon, comma=.txt", "~`|^!#$&+.x", " "] {
        assert_eq!(attachment(name).unwrap(), format!("attachment; filename=\"{name}\""));
        assert_eq!(Disposition::Inline.header(name).unwrap(), format!("inline; filename=\"{name}\""));
    }
}

/// RFC 6266 appendix D advises against escapes and percent signs in the quoted string.
#[test]
fn every_other_name_has_a_second_parameter() {
    for (name, fallback) in [
        ("Übersicht.pdf", "_bersicht.pdf"),
        ("€ rates", "_ rates"),
        ("😀.gif", "_.gif"),
        ("say \"hi\"", "say _hi_"),
        ("back\\slash", "back_slash"),
        ("100%.txt", "100_.txt"),
        ("é~`|^!#$&+-._'()*,/:;<=>?@[]{}", "_~`|^!#$&+-._'()*,/:;<=>?@[]{}"),
    ] {
        let header = attachment(name).unwrap();
        assert_eq!(
            read(&header),
            ("attachment".to_owned(), fallback.to_owned(), name.to_owned()),
            "{header}"
        );
    }
    // RFC 6266 section 5 has this one.
    assert!(attachment("€ rates").unwrap().ends_with("; filename*=UTF-8''%E2%82%AC%20rates"));
    // Letters, digits and the characters of attr-char are not escaped.
    assert!(attachment(&format!("é{ATTR_CHARS}")).unwrap().ends_with(&format!("%C3%A9{ATTR_CHARS}")));
}

#[test]
fn empty_names_and_control_characters_are_refused() {
    for name in ["", "a\nb", "a\r\nX-Other: b", "\u{0}", "tab\t", "\u{7f}", "é\u{85}"] {
        assert!(attachment(name).is_err(), "{name:?}");
    }
}

#[test]
fn a_disposition_is_read_by_its_name() {
    assert_eq!("attachment".parse::<Disposition>().unwrap(), Disposition::Attachment);
    assert_eq!("inline".parse::<Disposition>().unwrap(), Disposition::Inline);
    assert!("Inline".parse::<Disposition>().is_err());
}
