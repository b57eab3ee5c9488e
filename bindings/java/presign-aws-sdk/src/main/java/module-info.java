/** The AWS SDK's S3Presigner over presign. */
// The SDK has no module descriptors.
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module io.github.presign.awssdk {
    requires transitive software.amazon.awssdk.services.s3;
    requires software.amazon.awssdk.auth;
    requires software.amazon.awssdk.awscore;
    requires software.amazon.awssdk.core;
    requires software.amazon.awssdk.http;
    requires software.amazon.awssdk.identity.spi;
    requires software.amazon.awssdk.regions;
    requires software.amazon.awssdk.utils;
    requires io.github.presign;

    exports io.github.presign.awssdk;
}
