//! Why a link is refused, as one of the causes that are known.

use crate::codes::codes;

codes! {
    /// Names what is wrong. The numbers are for bindings; a number is never given to another cause.
    pub enum Cause: message {
        Unreadable = 1, "unreadable",
            "the link cannot be read, or parts of it are missing: often a shell cut it at its first &";
        Method = 2, "method", "the request uses another method than the link is signed for";
        PathEncoding = 3, "path-encoding",
            "the path is the same in another encoding: encoded twice, or not at all, or with + for a space";
        PathNormalised = 4, "path-normalised",
            "a client or a proxy resolved . and .. in the path, or removed a slash from it";
        Path = 5, "path", "the path is another one: another key, or a proxy added or removed a prefix";
        HostPort = 6, "host-port", "the port was added to the host or removed from it";
        Host = 7, "host", "the host is another one, as behind a reverse proxy that replaces the Host header";
        HeaderValue = 8, "header-value", "a signed header has another value than it was signed with";
        HeaderMissing = 9, "header-missing", "a signed header was not sent";
        HeaderNotSigned = 10, "header-not-signed", "a header was sent that has to be signed and is not";
        QueryAdded = 11, "query-added", "a query parameter was added after signing";
        QueryRemoved = 12, "query-removed", "a signed query parameter is missing";
        QueryChanged = 13, "query-changed", "a query parameter has another value than it was signed with";
        QueryEncoding = 14, "query-encoding", "a query parameter is the same in another encoding";
        Payload = 15, "payload", "the payload has another digest than the one that was signed";
        Region = 16, "region", "the link is signed for another region than the storage expects";
        Clock = 17, "clock", "the signing time is another one, or a clock is wrong";
        Expired = 18, "expired", "the link has expired";
        AccessKey = 19, "access-key", "the storage does not know the access key";
        Token = 20, "token", "the session token is wrong, missing or expired";
        SecretKey = 21, "secret-key", "the link was signed with a different secret key";
        Signature = 22, "signature", "the signature was cut or altered";
        Version2 = 23, "version-2", "the storage does not accept signature version 2";
        Limits = 24, "limits",
            "no storage accepts such a link: see its lifetime, its credential scope, its parameters, and whether it \
             has two signatures";
        Denied = 25, "denied", "the signature is right, and the storage refuses the request for reasons of its own";
        AsSigned = 26, "as-signed",
            "the link is right for this secret key, and the storage does not report what it computed";
        UrlText = 27, "url-text",
            "the text of the URL was changed when it was copied: by HTML or JSON escaping, a second percent-encoding, \
             a line break, or punctuation around it";
        OtherKind = 28, "other-kind", "the link has another kind of signature than version 4 or 2 of S3";
        Addressing = 29, "addressing",
            "the storage does not find the bucket where the link has it: it has another name, or belongs in the host \
             name instead of the path, or the reverse";
        Unsupported = 30, "unsupported", "the storage does not support a header or a parameter of the request";
    }
}
