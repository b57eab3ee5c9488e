package io.github.presign.awssdk;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.presign.Signer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** The blocks of the page about the AWS SDK; the test of presign's examples finds them here. */
class ExamplesTest {
    private static String withPresigner(IdentityProvider<? extends AwsCredentialsIdentity> provider) {
        S3Presigner presigner = PresignS3Presigner.builder()
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(provider)
                .build();
        String link = presigner
                .presignGetObject(request -> request.signatureDuration(Duration.ofHours(1))
                        .getObjectRequest(get -> get.bucket("example-bucket").key("2026/cat.jpg")))
                .url()
                .toString();
        presigner.close();
        return link;
    }

    private static String withSigner(IdentityProvider<? extends AwsCredentialsIdentity> provider) {
        AwsCredentialsIdentity keys = provider.resolveIdentity().join();
        Signer.Builder builder =
                Signer.builder(keys.accessKeyId(), keys.secretAccessKey()).region("eu-central-1");
        if (keys instanceof AwsSessionCredentialsIdentity temporary) {
            builder.sessionToken(temporary.sessionToken());
        }
        // A link that would outlive the keys is an error.
        keys.expirationTime().ifPresent(builder::credentialsExpireAt);
        try (Signer signer = builder.build()) {
            return signer.get("example-bucket", "2026/cat.jpg", Duration.ofHours(1));
        }
    }

    @Test
    void bothMakeALinkWithTheKeysOfTheSdk() {
        var provider = StaticCredentialsProvider.create(AwsSessionCredentials.create("ASIAEXAMPLE", "secret", "token"));
        for (String link : new String[] {withPresigner(provider), withSigner(provider)}) {
            assertTrue(link.startsWith("https://example-bucket.s3.eu-central-1.amazonaws.com/2026/cat.jpg?"), link);
            assertTrue(link.contains("X-Amz-Security-Token=token"), link);
        }
    }
}
