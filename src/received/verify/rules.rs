//! A verifier's settings that do not depend on the signer, and the checks of headers that both signature versions share.

use crate::input::header_names::{folded, folds_to_amz, folds_to_obeyed, lowered};
use crate::input::headers::has_control;
use crate::received::url::ParsedUrl;
use crate::{Reason, Refusal};

/// What a verifier accepts.
pub(super) struct Rules {
    pub(super) region: Option<String>,
    pub(super) clock_skew: i64,
    pub(super) max_expires_in: Option<i64>,
    /// Lower case.
    pub(super) required: Vec<String>,
    pub(super) unsigned_headers: bool,
    pub(super) unsigned_storage_headers: bool,
    pub(super) version_2: bool,
}

impl Rules {
    /// Checks headers whose names a back end may confuse. Many back ends follow CGI, where `x_amz_acl` and `x-amz-acl`
    /// are one variable. So a header that the signature does not cover must not pass for one that it covers, nor for
    /// one that the storage obeys.
    pub(super) fn check_spellings(
        &self,
        mut names: Vec<&str>,
        is_signed: impl Fn(&str) -> bool,
        folds_to_signed: impl Fn(&str) -> bool,
    ) -> Result<(), Refusal> {
        names.sort_unstable_by(|one, other| {
            folded(one).cmp(folded(other)).then_with(|| lowered(one).cmp(lowered(other)))
        });
        let refuse = |reason, name: &str, rule| Err(Refusal::about(reason, name, rule));
        for pair in names.windows(2) {
            let [one, other] = pair else { continue };
            if !folds_to_signed(one) || !folded(one).eq(folded(other)) {
                continue;
            }
            // Two spellings may both be signed. Otherwise it is unknown which of them the back end reads.
            if one.eq_ignore_ascii_case(other) || !is_signed(one) || !is_signed(other) {
                let name = if is_signed(one) { other } else { one };
                let rule = "occurs twice in the request for servers that treat _ as -";
                return refuse(Reason::RepeatedHeader, name, rule);
            }
        }
        for name in names.into_iter().filter(|name| !is_signed(name)) {
            if folds_to_signed(name) {
                let rule = "is not signed, but servers may read it as a signed header";
                return refuse(Reason::HeaderNotSigned, name, rule);
            }
            let is_refused = (folds_to_amz(name) && !self.unsigned_headers)
                || (folds_to_obeyed(name) && !self.unsigned_storage_headers);
            if is_refused {
                return refuse(Reason::HeaderNotSigned, name, "is not signed");
            }
        }
        Ok(())
    }
}

/// Fails if a `Connection` header names a signed header. The next proxy removes the headers that it names (RFC 9110
/// section 7.6.1; `Proxy-Connection` is an old name of it), so the storage would not see what the link's signer demanded.
pub(super) fn check_connection(
    url: &ParsedUrl,
    folds_to_signed: impl Fn(&str) -> bool,
) -> Result<(), Refusal> {
    for header in ["connection", "proxy-connection"] {
        for (_, value) in url.values(header) {
            let mut names = value.split(',').filter_map(|option| option.split(';').next());
            if let Some(name) = names.find(|name| folds_to_signed(name)) {
                let rule = "is signed, but the Connection header lets a proxy remove it";
                return Err(Refusal::about(Reason::BadRequest, name.trim_matches([' ', '\t']), rule));
            }
        }
    }
    Ok(())
}

/// Returns the value of a header that must occur exactly once.
pub(super) fn check_once<'a>(url: &ParsedUrl<'a>, name: &str) -> Result<&'a str, Refusal> {
    match url.values(name) {
        [(_, value)] => Ok(value),
        [] => Err(Refusal::about(Reason::HeaderMissing, name, "is signed but not in the request")),
        _ => Err(Refusal::about(Reason::RepeatedHeader, name, "occurs twice in the request")),
    }
}

/// Fails on control characters. HTTP allows only the tab in a header (RFC 9110 section 5.5). The text itself is not
/// shown.
pub(super) fn check_text(name: &str, text: &str) -> Result<(), Refusal> {
    if has_control(text) {
        return Err(Refusal::about(Reason::BadRequest, name, "contains a control character"));
    }
    Ok(())
}
