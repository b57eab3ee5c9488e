//! Splits an HTTP response into status line, headers and body.

/// The status line and the headers of a response.
pub(super) struct Head<'t> {
    pub(super) status: u16,
    pub(super) reason: &'t str,
    lines: &'t str,
}

impl<'t> Head<'t> {
    /// Returns the head and the body of a text. A text without a status line is a body.
    ///
    /// `curl -i` prints a head for every response that it received: a proxy's, that of `100 Continue`, those of
    /// redirects. The last one belongs to the body.
    pub(super) fn split(text: &'t str) -> (Option<Self>, &'t str) {
        let (mut last, mut rest) = (None, text);
        while let Some((head, body)) = Self::first(rest) {
            (last, rest) = (Some(head), body);
        }
        (last, rest)
    }

    fn first(text: &'t str) -> Option<(Self, &'t str)> {
        let (version, after) = text.strip_prefix("HTTP/")?.split_once(' ')?;
        if !version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
            return None;
        }
        let status = after.get(..3)?.parse().ok()?;
        let end = [text.find("\r\n\r\n").map(|at| (at, 4)), text.find("\n\n").map(|at| (at, 2))];
        let (at, blank) = end.into_iter().flatten().min().unwrap_or((text.len(), 0));
        let reason = after.get(3..)?.lines().next().unwrap_or_default().trim();
        let body = text.get(at + blank..).unwrap_or_default().trim_start();
        Some((Self { status, reason, lines: text.get(..at)? }, body))
    }

    /// Returns the value of a header, by its lower-case name.
    pub(super) fn header(&self, name: &str) -> Option<&'t str> {
        let mut pairs = self.lines.lines().filter_map(|line| line.split_once(':'));
        pairs.find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }
}
