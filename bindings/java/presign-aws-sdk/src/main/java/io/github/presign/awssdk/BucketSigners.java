package io.github.presign.awssdk;

import io.github.presign.Addressing;
import io.github.presign.Signer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * The signers of one set of credentials, one for each bucket. Where a bucket is, the SDK says: the host and the path of its
 * own link for it, with the presigner's region, endpoint, addressing, FIPS, dual-stack, acceleration and ARN settings.
 */
final class BucketSigners {
    /** Buckets whose signers are kept. */
    private static final int MOST_BUCKETS = 1000;

    private static final String KEY = "k";
    private static final Pattern SCOPE =
            Pattern.compile("[?&]X-Amz-Credential=[^&]*%2F\\d{8}%2F([^&]*)%2Fs3%2Faws4_request&");

    private final AwsCredentialsIdentity credentials;
    private final S3Presigner sdk;
    /** Empty for buckets whose requests need another signature than that of S3 for one region. */
    private final Map<String, Optional<Signer>> signers = new ConcurrentHashMap<>();

    BucketSigners(AwsCredentialsIdentity credentials, S3Presigner sdk) {
        this.credentials = credentials;
        this.sdk = sdk;
    }

    boolean areOf(AwsCredentialsIdentity current) {
        return current.equals(credentials);
    }

    /** Returns the signer of a bucket, whose host is the endpoint's; empty if only the SDK can sign for it. */
    Optional<Signer> of(String bucket) {
        Optional<Signer> known = signers.get(bucket);
        if (known != null) {
            return known;
        }
        if (signers.size() >= MOST_BUCKETS) {
            close();
            signers.clear();
        }
        return signers.computeIfAbsent(bucket, this::make);
    }

    private Optional<Signer> make(String bucket) {
        URI link = URI.create(sdk.presignGetObject(request -> request.signatureDuration(Duration.ofMinutes(1))
                        .getObjectRequest(get -> get.bucket(bucket).key(KEY)))
                .url()
                .toString());
        Matcher scope = SCOPE.matcher("?" + link.getRawQuery() + "&");
        if (!scope.find()) {
            return Optional.empty();
        }
        // The host is the bucket, or the path begins with it: either is what comes before the key.
        String path = link.getRawPath();
        String endpoint =
                link.getScheme() + "://" + link.getRawAuthority() + path.substring(0, path.length() - KEY.length() - 1);
        Signer.Builder builder = Signer.builder(credentials.accessKeyId(), credentials.secretAccessKey())
                .endpoint(endpoint)
                .addressing(Addressing.CNAME)
                .region(scope.group(1));
        if (credentials instanceof AwsSessionCredentialsIdentity temporary) {
            builder.sessionToken(temporary.sessionToken());
        }
        return Optional.of(builder.build());
    }

    /** Wipes the credentials of the signers as soon as no call has them any more. */
    void close() {
        signers.values().forEach(signer -> signer.ifPresent(Signer::close));
    }
}
