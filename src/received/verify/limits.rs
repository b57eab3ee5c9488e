//! The limits on a link and its request that do not depend on the signer, and the check of the time.

use super::Verifier;
use crate::input::{headers, query};
use crate::received::url::{ParsedUrl, SignatureParams, V2Params, V4Params};
use crate::{MAX_EXPIRES_IN, Reason, Refusal};

impl Verifier {
    pub(crate) fn check_limits(&self, url: &ParsedUrl) -> Result<(), Refusal> {
        check_text("the method", url.method)?;
        match &url.params {
            SignatureParams::V4(params) => {
                self.check_v4_params(params)?;
                self.check_signed_headers(url, params)
            }
            SignatureParams::V2(_) if !self.version_2 => Err(Reason::Version2.into()),
            SignatureParams::V2(_) => self.check_v2_params(url),
        }
    }

    fn check_v4_params(&self, params: &V4Params) -> Result<(), Refusal> {
        let about = |reason, value: &str, rule: &str| Err(Refusal::about(reason, value, rule));
        if params.algorithm != "AWS4-HMAC-SHA256" {
            return about(Reason::Algorithm, &params.algorithm, "is not the algorithm AWS4-HMAC-SHA256");
        }
        if params.stamp.get(..8) != Some(params.date()) {
            let rule = format!("is not the day of X-Amz-Date {}", params.stamp);
            return about(Reason::CredentialDate, params.date(), &rule);
        }
        if let Some(region) = self.region.as_deref().filter(|region| *region != params.region()) {
            return about(Reason::Region, params.region(), &format!("is not the region {region:?}"));
        }
        if params.service() != "s3" {
            return about(Reason::Service, params.service(), "is not the service s3");
        }
        let limit = self.max_expires_in.unwrap_or(MAX_EXPIRES_IN);
        match params.lifetime {
            ..1 => Err(Refusal::new(Reason::Expires, "X-Amz-Expires is 0: the link was never valid")),
            lifetime if lifetime > limit => {
                let detail = format!("X-Amz-Expires is {lifetime} seconds, but the limit is {limit} seconds");
                Err(Refusal::new(Reason::LifetimeTooLong, detail))
            }
            _ => Ok(()),
        }
    }

    fn check_signed_headers(&self, url: &ParsedUrl, params: &V4Params) -> Result<(), Refusal> {
        let signed = &*params.signed_headers;
        if signed == "host" && url.headers.is_empty() && self.required.is_empty() {
            return Ok(()); // true of nearly every link
        }
        let mut names: Vec<&str> = signed.split(';').collect();
        names.sort_unstable();
        let is_name =
            |name: &&str| headers::is_token(name) && !name.bytes().any(|byte| byte.is_ascii_uppercase());
        if let Some(name) = names.iter().find(|name| !is_name(name)) {
            return Err(Refusal::about(Reason::SignedHeaders, name, "is not a lower-case header name"));
        }
        if let Some(name) =
            names.windows(2).find(|names| names.first() == names.last()).and_then(<[_]>::first)
        {
            return Err(Refusal::about(Reason::SignedHeaders, name, "is listed twice in the signed headers"));
        }
        let not_signed = |name: &str| Err(Refusal::about(Reason::HeaderNotSigned, name, "is not signed"));
        for required in ["host"].into_iter().chain(self.required.iter().map(String::as_str)) {
            if names.binary_search(&required).is_err() {
                return not_signed(required);
            }
        }
        for name in names.iter().filter(|name| **name != "host") {
            check_text(name, check_once(url, name)?)?;
        }
        if let [(name, _), ..] = url.values(headers::CONTENT_SHA256) {
            check_text(name, check_once(url, headers::CONTENT_SHA256)?)?;
        }
        let mut folded: Vec<Vec<u8>> = names.iter().map(|name| headers::folded(name).collect()).collect();
        folded.sort_unstable();
        // x-amz-content-sha256 is hashed into the signature whether it is listed or not.
        let is_signed = |name: &str| {
            names.binary_search_by(|signed| signed.bytes().cmp(headers::lowered(name))).is_ok()
                || name.eq_ignore_ascii_case(headers::CONTENT_SHA256)
        };
        let folds_to_signed = |name: &str| {
            folded.binary_search_by(|signed| signed.iter().copied().cmp(headers::folded(name))).is_ok()
                || headers::folds_to(name, headers::CONTENT_SHA256)
        };
        let sent = url.headers.iter().map(|(name, _)| *name).collect();
        self.check_spellings(sent, is_signed, folds_to_signed)
    }

    /// Checks headers whose names a back end may confuse. Many back ends follow CGI, where `x_amz_acl` and `x-amz-acl`
    /// are one variable. So a header that the signature does not cover must not pass for one that it covers, nor for
    /// one that the storage obeys.
    fn check_spellings(
        &self,
        mut names: Vec<&str>,
        is_signed: impl Fn(&str) -> bool,
        folds_to_signed: impl Fn(&str) -> bool,
    ) -> Result<(), Refusal> {
        let folded = headers::folded;
        names.sort_by(|one, other| {
            folded(one).cmp(folded(other)).then_with(|| headers::lowered(one).cmp(headers::lowered(other)))
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
            let is_refused = (headers::folds_to_amz(name) && !self.unsigned_headers)
                || (headers::folds_to_obeyed(name) && !self.unsigned_storage_headers);
            if is_refused {
                return refuse(Reason::HeaderNotSigned, name, "is not signed");
            }
        }
        Ok(())
    }

    /// Checks a Version 2 link. Version 2 does not list the headers it signs: content-type, content-md5 and all
    /// `x-amz-*` headers.
    ///
    /// Its string to sign has one line per header, and nothing is escaped in it. So a line feed in a value could turn
    /// two headers into one, or a header into another object.
    fn check_v2_params(&self, url: &ParsedUrl) -> Result<(), Refusal> {
        let mut subresources: Vec<_> = Vec::new();
        let mut sent: Vec<&str> = url.headers.iter().map(|(name, _)| *name).collect();
        for pair in &url.query.pairs {
            let name = &*pair.name;
            if headers::folds_to_amz(name) {
                // botocore repeats signed headers in the query. The same value is the same to every storage.
                if repeats_header(url, name, &pair.value) {
                    continue;
                }
                check_query_header(name, &pair.value)?;
                sent.push(name);
            }
            if query::is_v2_disputed(name) {
                let rule = "is signed by some storages but not by others with signature version 2";
                return Err(Refusal::about(Reason::DisputedParameter, name, rule));
            }
            if query::is_v2_signed(name) {
                if query::names_another(&pair.value) {
                    let rule = "contains & and the name of a signed parameter in its value, which signature version 2 \
                                cannot distinguish from that parameter";
                    return Err(Refusal::about(Reason::DisputedParameter, name, rule));
                }
                subresources.push(name);
            }
        }
        subresources.sort_unstable();
        if let Some(name) =
            subresources.windows(2).find(|names| names.first() == names.last()).and_then(<[_]>::first)
        {
            return Err(Refusal::about(Reason::RepeatedParameter, name, "is given twice"));
        }
        for name in self.required.iter().filter(|name| *name != "host") {
            if !headers::is_v2_signed(name) {
                return Err(Refusal::about(
                    Reason::HeaderNotSigned,
                    name,
                    "is required, but signature version 2 does not sign it",
                ));
            }
            check_once(url, name)?;
        }
        for (name, value) in url.headers.iter().filter(|(name, _)| headers::is_v2_signed(name)) {
            check_text(name, name)?;
            check_text(name, value)?;
        }
        self.check_spellings(sent, headers::is_v2_signed, headers::folds_to_v2_signed)
    }

    pub(crate) fn check_time(&self, params: &SignatureParams, now: i64) -> Result<(), Refusal> {
        let expires_at = params.expires_at();
        match params {
            SignatureParams::V4(params) if params.signed_at.saturating_sub(now) > self.clock_skew => {
                let detail = format!(
                    "the signing time {} is in the future, the current time is {now}",
                    params.signed_at
                );
                return Err(Refusal::new(Reason::NotYetValid, detail));
            }
            SignatureParams::V2(params) => self.check_v2_lifetime(params, now)?,
            SignatureParams::V4(_) => {}
        }
        if now >= expires_at {
            let detail = format!("the link expired at {expires_at}, the current time is {now}");
            return Err(Refusal::new(Reason::Expired, detail));
        }
        Ok(())
    }

    /// Checks the remaining lifetime of a Version 2 link. If it exceeds the maximum lifetime, so did the lifetime at
    /// signing.
    fn check_v2_lifetime(&self, params: &V2Params, now: i64) -> Result<(), Refusal> {
        let left = params.expires_at.saturating_sub(now);
        match self.max_expires_in.filter(|limit| left > *limit) {
            Some(limit) => {
                let detail =
                    format!("the link is valid for another {left} seconds, but the limit is {limit} seconds");
                Err(Refusal::new(Reason::LifetimeTooLong, detail))
            }
            None => Ok(()),
        }
    }
}

/// Returns the value of a header that must occur exactly once.
fn check_once<'a>(url: &ParsedUrl<'a>, name: &str) -> Result<&'a str, Refusal> {
    match url.values(name) {
        [(_, value)] => Ok(value),
        [] => Err(Refusal::about(Reason::HeaderMissing, name, "is signed but not in the request")),
        _ => Err(Refusal::about(Reason::RepeatedHeader, name, "occurs twice in the request")),
    }
}

/// Returns whether a query parameter has the name and the value of a header of the request.
fn repeats_header(url: &ParsedUrl, name: &str, value: &str) -> bool {
    let header = url.values(&name.to_ascii_lowercase());
    matches!(header, [(_, other)] if *other == value.trim_matches([' ', '\t']))
}

/// Checks a query parameter that Version 2 storages read as a header: the token and metadata, which are signed like
/// headers, and all others, which are not.
fn check_query_header(name: &str, value: &str) -> Result<(), Refusal> {
    if !query::is_v2_header(name) {
        let rule =
            "is read as a header by some storages, but signature version 2 does not sign it in the query";
        return Err(Refusal::about(Reason::HeaderNotSigned, name, rule));
    }
    check_text(name, name)?;
    check_text(name, value)?;
    // `x-amz-meta-a:b` with the value `c` would be signed as `x-amz-meta-a` with the value `b:c`.
    if !headers::is_token(name) {
        return Err(Refusal::about(
            Reason::BadRequest,
            name,
            "is read as a header, but is not a valid header name",
        ));
    }
    Ok(())
}

/// Fails on control characters. HTTP allows only the tab in a header (RFC 9110 section 5.5). The text itself is not
/// shown.
fn check_text(name: &str, text: &str) -> Result<(), Refusal> {
    if headers::has_control(text) {
        return Err(Refusal::about(Reason::BadRequest, name, "contains a control character"));
    }
    Ok(())
}
