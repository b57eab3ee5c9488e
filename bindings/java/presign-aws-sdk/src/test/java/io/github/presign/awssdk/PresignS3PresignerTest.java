package io.github.presign.awssdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.presign.Presign;
import io.github.presign.PresignException;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.presigner.PresignedRequest;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedCompleteMultipartUploadRequest;

class PresignS3PresignerTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private static S3Presigner.Builder with(AwsCredentialsProvider provider) {
        return PresignS3Presigner.builder().region(Region.EU_CENTRAL_1).credentialsProvider(provider);
    }

    private static StaticCredentialsProvider keys(String accessKey) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, "secret"));
    }

    private static String get(S3Presigner presigner, String bucket, String key) {
        return presigner
                .presignGetObject(request -> request.signatureDuration(HOUR)
                        .getObjectRequest(get -> get.bucket(bucket).key(key)))
                .url()
                .toString();
    }

    /** Whether the SDK made a link itself: its expiry has nanoseconds. */
    private static boolean isOfTheSdk(PresignedRequest request) {
        return !request.expiration().equals(request.expiration().truncatedTo(ChronoUnit.SECONDS));
    }

    @Test
    void whatNeedsMoreThanParametersAndHeadersIsSignedByTheSdk() {
        try (S3Presigner presigner = with(keys("AKIA"))
                .serviceConfiguration(
                        S3Configuration.builder().useArnRegionEnabled(true).build())
                .build()) {
            PresignedCompleteMultipartUploadRequest complete =
                    presigner.presignCompleteMultipartUpload(request -> request.signatureDuration(HOUR)
                            .completeMultipartUploadRequest(each -> each.bucket("photos")
                                    .key("k")
                                    .uploadId("u")
                                    .multipartUpload(upload -> upload.parts(CompletedPart.builder()
                                            .partNumber(1)
                                            .eTag("e")
                                            .build()))));
            assertTrue(complete.signedPayload().isPresent());
            assertTrue(isOfTheSdk(presigner.presignHeadBucket(
                    request -> request.signatureDuration(HOUR).headBucketRequest(head -> head.bucket("photos")))));
            assertTrue(isOfTheSdk(presigner.presignGetObject(request -> request.signatureDuration(HOUR)
                    .getObjectRequest(get -> get.bucket("photos")
                            .key("k")
                            .overrideConfiguration(override -> override.putRawQueryParameter("q", "x"))))));
            // A directory bucket has another service in its signature.
            String directory = get(presigner, "b--euc1-az1--x-s3", "k");
            assertTrue(directory.contains("%2Fs3express%2F"), directory);
            assertTrue(get(presigner, "arn:aws:s3:eu-west-1:123456789012:accesspoint/ap", "k")
                    .startsWith("https://ap-123456789012.s3-accesspoint.eu-west-1.amazonaws.com/k?"));
            // What the SDK refuses, it refuses in its own words.
            assertThrows(SdkClientException.class, () -> get(presigner, "photos", null));
            assertThrows(SdkClientException.class, () -> get(presigner, null, "k"));
        }
    }

    @Test
    void linksThatNoStorageAcceptsAreErrors() {
        try (S3Presigner presigner = with(keys("AKIA")).build()) {
            assertThrows(PresignException.class, () -> get(presigner, "photos", "k".repeat(1025)));
            assertThrows(PresignException.class, () -> get(presigner, "photos", "a\ud800"));
            assertThrows(
                    PresignException.ExpiresException.class,
                    () -> presigner.presignGetObject(request -> request.signatureDuration(Duration.ofDays(8))
                            .getObjectRequest(get -> get.bucket("photos").key("k"))));
        }
    }

    @Test
    void aKeyWithALeadingSlashIsSignedUnderABasePathToo() {
        S3Configuration path =
                S3Configuration.builder().pathStyleAccessEnabled(true).build();
        URI endpoint = URI.create("https://files.example/base");
        try (S3Presigner presigner = with(keys("AKIA"))
                .endpointOverride(endpoint)
                .serviceConfiguration(path)
                .build()) {
            assertTrue(get(presigner, "photos", "/k").startsWith("https://files.example/base/photos//k?"));
        }
    }

    @Test
    void newCredentialsReplaceTheOldOnesWhileThreadsSign() throws Exception {
        AtomicReference<AwsCredentials> current = new AtomicReference<>(AwsBasicCredentials.create("AKIA0", "secret0"));
        try (S3Presigner presigner = with(current::get).build();
                ExecutorService executor = Executors.newFixedThreadPool(4)) {
            List<Future<?>> workers = new ArrayList<>();
            for (int worker = 0; worker < 4; worker++) {
                workers.add(executor.submit(() -> {
                    for (int call = 0; call < 500; call++) {
                        int before = number(current.get().accessKeyId());
                        String accessKey =
                                Presign.inspect(get(presigner, "photos", "k")).accessKey();
                        assertTrue(number(accessKey) >= before, accessKey);
                        if (call % 50 == 0) {
                            current.updateAndGet(old -> {
                                int next = number(old.accessKeyId()) + 1;
                                return AwsBasicCredentials.create("AKIA" + next, "secret" + next);
                            });
                        }
                    }
                }));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
            String last = get(presigner, "photos", "k");
            assertEquals(current.get().accessKeyId(), Presign.inspect(last).accessKey());
        }
    }

    private static int number(String accessKey) {
        return Integer.parseInt(accessKey.substring("AKIA".length()));
    }

    @Test
    void moreBucketsThanAreKeptAreSigned() {
        try (S3Presigner presigner = with(keys("AKIA")).build()) {
            for (int bucket = 0; bucket < 1100; bucket++) {
                assertTrue(get(presigner, "bucket-" + bucket, "k").startsWith("https://bucket-" + bucket + ".s3."));
            }
        }
    }

    @Test
    void afterCloseEveryMethodThrows() {
        AtomicInteger asked = new AtomicInteger();
        S3Presigner presigner = with(() -> {
                    asked.incrementAndGet();
                    return AwsBasicCredentials.create("AKIA", "secret");
                })
                .build();
        get(presigner, "photos", "k");
        assertNotEquals(0, asked.get());
        presigner.close();
        presigner.close();
        assertThrows(IllegalStateException.class, () -> get(presigner, "photos", "k"));
        assertFalse(presigner.toString().contains("secret"));
    }
}
