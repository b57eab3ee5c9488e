//! Attribute lists: `NAME=value,NAME="quoted value"` (RFC 8216 section 4.2).

/// The attributes of a tag, read one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Attributes<'a> {
    list: &'a str,
}

/// One attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Attribute<'a> {
    pub(super) name: &'a str,
    /// The value, without quotes.
    pub(super) value: &'a str,
    pub(super) is_quoted: bool,
}

/// The rule that an attribute list breaks.
const UNCLOSED: &str = "has a quoted value without a closing quote";

impl<'a> Attributes<'a> {
    pub(super) fn new(list: &'a str) -> Self {
        Self { list }
    }

    /// Returns the value of the last attribute with this name, as players do.
    pub(super) fn last(self, name: &str) -> Result<Option<Attribute<'a>>, &'static str> {
        let mut found = None;
        for attribute in self {
            let attribute = attribute?;
            if attribute.name == name {
                found = Some(attribute);
            }
        }
        Ok(found)
    }
}

impl<'a> Iterator for Attributes<'a> {
    type Item = Result<Attribute<'a>, &'static str>;

    /// A word without `=` is an attribute without a value, which no rule here reads.
    fn next(&mut self) -> Option<Self::Item> {
        // Players ignore whitespace around names.
        let list = self.list.trim_start_matches([' ', '\t']);
        if list.is_empty() {
            return None;
        }
        let (name, rest) = match list.find(['=', ',']) {
            Some(at) if list.as_bytes().get(at) == Some(&b'=') => list.split_at(at),
            Some(at) => {
                let (name, rest) = list.split_at(at);
                self.list = rest.get(1..).unwrap_or_default();
                return Some(Ok(Attribute { name: name.trim_end(), value: "", is_quoted: false }));
            }
            None => (list, ""),
        };
        let rest = rest.get(1..).unwrap_or_default();
        let (value, rest, is_quoted) = match rest.strip_prefix('"') {
            Some(quoted) => match quoted.split_once('"') {
                Some((value, rest)) => (value, rest, true),
                None => {
                    self.list = "";
                    return Some(Err(UNCLOSED));
                }
            },
            None => {
                let (value, rest) = rest.split_at(rest.find(',').unwrap_or(rest.len()));
                (value.trim_end(), rest, false)
            }
        };
        self.list = rest.split_once(',').map_or("", |(_, rest)| rest);
        Some(Ok(Attribute { name: name.trim_end(), value, is_quoted }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(list: &str) -> Vec<(&str, &str, bool)> {
        let all = Attributes::new(list).map(Result::unwrap);
        all.map(|attribute| (attribute.name, attribute.value, attribute.is_quoted)).collect()
    }

    /// The lists of RFC 8216 section 8, and what players tolerate.
    #[test]
    fn lists_are_read_with_commas_in_quotes() {
        let list = r#"METHOD=AES-128,URI="https://priv.example.com/key.php?r=52""#;
        let expected = [("METHOD", "AES-128", false), ("URI", "https://priv.example.com/key.php?r=52", true)];
        assert_eq!(read(list), expected);
        let list = r#"BANDWIDTH=1280000,CODECS="mp4a.40.5,avc1.42000d",URI="a,b.m3u8""#;
        assert_eq!(read(list)[1..], [("CODECS", "mp4a.40.5,avc1.42000d", true), ("URI", "a,b.m3u8", true)]);
        assert_eq!(read(r#"A="1" , B=2 ,,C,D=,E"#)[..2], [("A", "1", true), ("B", "2", false)]);
        assert_eq!(read("URI"), [("URI", "", false)]);
        assert_eq!(read(""), []);
        assert_eq!(Attributes::new(r#"A=1,URI="a"#).last("URI"), Err(UNCLOSED));
        let twice = Attributes::new(r#"URI="a",URI="b""#).last("URI");
        assert_eq!(twice.unwrap().unwrap().value, "b");
    }
}
