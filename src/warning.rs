//! Warnings about a link: what is wrong with it, or may surprise its user.

use crate::codes::codes;

codes! {
    /// Names one thing to know about a link: [`inspect`](crate::inspect()) finds it in the link,
    /// [`Signer::warnings`](crate::Signer::warnings) in the request for one. The numbers are for bindings; a number is
    /// never given to another warning.
    pub enum Warning: message {
        Expired = 1, "expired", "the link has expired: storages answer 403 AccessDenied";
        NotYetValid = 2, "not-yet-valid",
            "the signing time is more than 15 minutes in the future: AWS refuses the link until then";
        Lifetime = 3, "lifetime", "the lifetime is not 1 to 604800 seconds, the limit of most storages";
        SessionToken = 4, "session-token",
            "the link was signed with temporary keys and expires with them, if they expire first";
        PlainHttp = 5, "plain-http", "the link uses plain HTTP: anyone on the network path can read and use it";
        DotSegments = 6, "dot-segments",
            "browsers and curl rewrite the . and .. segments of the path before they send it (curl --path-as-is \
             does not)";
        EmptySegments = 7, "empty-segments", "the path has empty segments (//), which some proxies remove";
        Version2 = 8, "version-2",
            "the link has signature version 2, which newer storages and newer buckets on AWS refuse";
        UnsignedQuery = 9, "unsigned-query",
            "signature version 2 does not sign all query parameters of this link: its holder can change them";
        SignedHeaders = 10, "signed-headers",
            "the signed headers must be sent with the link, exactly as they were signed";
        HostNotSigned = 11, "host-not-signed", "the host is not among the signed headers: storages refuse the link";
        Scope = 12, "scope",
            "the algorithm, the service or the date in the credential is not one that storages accept";
        Region = 13, "region", "the region is not the one in the host name: AWS refuses the link";
        Signature = 14, "signature",
            "the signature is cut or altered: it must have 64 characters of 0-9 and a-f, or 28 of base64";
        RepeatedName = 15, "repeated-name",
            "a query parameter is given twice: Ceph and Swift refuse the link, and some storages sign one of the values \
             alone";
        DottedBucket = 16, "dotted-bucket",
            "the bucket has a dot in it and is part of the host name: no certificate covers that";
        MergeableParameters = 17, "mergeable-parameters",
            "signature version 2 signs its parameters with nothing escaped: the link's holder can send several of \
             them as the value of one, which Ceph accepts";
        BucketInEndpoint = 18, "bucket-in-endpoint",
            "the endpoint already has the bucket in its host or path, and the link adds it once more: give the endpoint \
             without the bucket, or use cname addressing if the host is the bucket's own";
        AssumedHttps = 19, "assumed-https",
            "the endpoint has no scheme, which means https: begin it with http:// if the storage has no TLS";
        NotLatin1 = 20, "not-latin1",
            "a response-* parameter has a character beyond Latin-1, which AWS answers with 400: give a file name as \
             filename* (RFC 6266)";
        ContentTypeOfDownload = 21, "content-type-of-download",
            "a link for GET or HEAD signs a Content-Type, which its user must then send: response-content-type sets the \
             type of the response";
        HeaderNotAscii = 22, "header-not-ascii",
            "a signed header has a value beyond ASCII, which many clients cannot send";
        EmptyHeader = 23, "empty-header", "a signed header has an empty value, which many clients do not send";
    }
}
