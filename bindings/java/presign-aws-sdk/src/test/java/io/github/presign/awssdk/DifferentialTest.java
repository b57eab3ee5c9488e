package io.github.presign.awssdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.presigner.PresignedRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Random requests, signed by presign and by the SDK. PRESIGN_TEST_SEED repeats a run. */
class DifferentialTest {
    private static final int CASES = Integer.parseInt(System.getenv().getOrDefault("PRESIGN_TEST_CASES", "3000"));
    private static final long SEED =
            Long.parseLong(System.getenv().getOrDefault("PRESIGN_TEST_SEED", Long.toString(System.nanoTime())));

    private final Random random = new Random(SEED);

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private boolean sometimes() {
        return random.nextInt(4) == 0;
    }

    private String text(int longest) {
        StringBuilder text = new StringBuilder();
        int length = 1 + random.nextInt(longest);
        for (int at = 0; at < length; at++) {
            text.appendCodePoint(
                    switch (random.nextInt(10)) {
                        case 0 -> one(List.of((int) '/', (int) '+', (int) '%', (int) '~', (int) '*', (int) '\''));
                        case 1 -> 0xA1 + random.nextInt(0x500);
                        case 2 -> 0x1F600 + random.nextInt(40);
                        default -> 33 + random.nextInt(94);
                    });
        }
        return text.toString();
    }

    /** Printable ASCII without white space, as a header has it. */
    private String value() {
        StringBuilder text = new StringBuilder();
        int length = 1 + random.nextInt(12);
        for (int at = 0; at < length; at++) {
            text.append((char) (33 + random.nextInt(94)));
        }
        return text.toString();
    }

    private Instant time() {
        return Instant.ofEpochSecond(random.nextInt(2_000_000_000));
    }

    /** Both presigners, with the same settings. */
    private record Both(S3Presigner ours, S3Presigner sdk, boolean hasBasePath) {
        static Both of(Function<S3Presigner.Builder, S3Presigner.Builder> settings) {
            S3Presigner sdk = settings.apply(S3Presigner.builder()).build();
            String link = sdk.presignGetObject(request -> request.signatureDuration(Duration.ofMinutes(1))
                            .getObjectRequest(get -> get.bucket("photos").key("k")))
                    .url()
                    .getPath();
            return new Both(settings.apply(PresignS3Presigner.builder()).build(), sdk, link.startsWith("/base/"));
        }
    }

    private static List<Both> presigners() {
        AwsCredentials keys =
                AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
        AwsCredentials temporary = AwsSessionCredentials.create("ASIAEXAMPLE", "secret", "to/k+en=");
        List<Both> presigners = new ArrayList<>();
        for (AwsCredentials each : List.of(keys, temporary)) {
            StaticCredentialsProvider provider = StaticCredentialsProvider.create(each);
            S3Configuration path =
                    S3Configuration.builder().pathStyleAccessEnabled(true).build();
            for (Region region :
                    List.of(Region.US_EAST_1, Region.EU_CENTRAL_1, Region.CN_NORTH_1, Region.US_GOV_WEST_1)) {
                presigners.add(Both.of(b -> b.region(region).credentialsProvider(provider)));
                presigners.add(Both.of(
                        b -> b.region(region).credentialsProvider(provider).serviceConfiguration(path)));
            }
            presigners.add(Both.of(b ->
                    b.region(Region.EU_WEST_1).credentialsProvider(provider).dualstackEnabled(true)));
            presigners.add(Both.of(b ->
                    b.region(Region.US_EAST_1).credentialsProvider(provider).fipsEnabled(true)));
            presigners.add(Both.of(b -> b.region(Region.US_EAST_1)
                    .credentialsProvider(provider)
                    .serviceConfiguration(S3Configuration.builder()
                            .accelerateModeEnabled(true)
                            .build())));
            for (String endpoint : List.of(
                    "http://localhost:9000",
                    "https://files.example",
                    "https://files.example:443",
                    "http://192.0.2.7/base/")) {
                presigners.add(Both.of(b -> b.region(Region.of("s-dt2"))
                        .credentialsProvider(provider)
                        .endpointOverride(URI.create(endpoint))
                        .serviceConfiguration(path)));
                presigners.add(Both.of(b -> b.region(Region.EU_CENTRAL_1)
                        .credentialsProvider(provider)
                        .endpointOverride(URI.create(endpoint))));
            }
        }
        return presigners;
    }

    /** What must be equal, but for the expiry. */
    private static Map<String, Object> parts(PresignedRequest request) {
        Map<String, Object> parts = new TreeMap<>();
        parts.put("url", request.url().toString());
        Map<String, List<String>> headers = new TreeMap<>();
        request.signedHeaders()
                .forEach((name, values) ->
                        headers.put(name, values.stream().map(String::strip).toList()));
        parts.put("headers", headers);
        Map<String, List<String>> sent = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.httpRequest()
                .headers()
                .forEach((name, values) -> sent.put(
                        name.toLowerCase(Locale.ROOT),
                        values.stream().map(String::strip).toList()));
        parts.put("sent", sent);
        parts.put("method", request.httpRequest().method());
        parts.put("uri", request.httpRequest().getUri());
        parts.put("browser", request.isBrowserExecutable());
        parts.put("payload", request.signedPayload());
        return parts;
    }

    /** Returns a random request, which every presigner signs alike. */
    private Function<S3Presigner, PresignedRequest> request(String bucket, String key) {
        Duration lifetime = Duration.ofSeconds(1 + random.nextInt(604_800));
        String versionId = sometimes() ? text(8) : null;
        String responseType = sometimes() ? text(12) : null;
        String disposition = sometimes() ? "attachment; filename=\"" + text(8) + "\"" : null;
        Instant responseExpires = sometimes() ? time() : null;
        Instant since = sometimes() ? time() : null;
        String type = sometimes() ? value() : null;
        String payer = sometimes() ? "requester" : null;
        Integer part = sometimes() ? 1 + random.nextInt(10_000) : null;
        String uploadId = text(12);
        Long length = sometimes() ? (long) random.nextInt(1 << 30) : null;
        Boolean bypass = sometimes() ? random.nextBoolean() : null;
        Map<String, String> metadata = sometimes() ? Map.of("author", value() + "  " + value(), "X-y", value()) : null;
        ObjectCannedACL acl = sometimes() ? ObjectCannedACL.PRIVATE : null;
        String customerKey = sometimes() ? value() : null;
        return switch (random.nextInt(9)) {
            case 0, 1 ->
                presigner -> presigner.presignGetObject(request -> request.signatureDuration(lifetime)
                        .getObjectRequest(get -> get.bucket(bucket)
                                .key(key)
                                .versionId(versionId)
                                .responseContentType(responseType)
                                .responseContentDisposition(disposition)
                                .responseExpires(responseExpires)
                                .ifModifiedSince(since)
                                .partNumber(part)
                                .requestPayer(payer)
                                .sseCustomerKey(customerKey)));
            case 2 ->
                presigner -> presigner.presignHeadObject(request -> request.signatureDuration(lifetime)
                        .headObjectRequest(head -> head.bucket(bucket)
                                .key(key)
                                .versionId(versionId)
                                .responseContentType(responseType)));
            case 3, 4 ->
                presigner -> presigner.presignPutObject(request -> request.signatureDuration(lifetime)
                        .putObjectRequest(put -> put.bucket(bucket)
                                .key(key)
                                .contentType(type)
                                .contentLength(length)
                                .metadata(metadata)
                                .acl(acl)
                                .expires(since)
                                .bucketKeyEnabled(bypass)
                                .sseCustomerKey(customerKey)));
            case 5 ->
                presigner -> presigner.presignDeleteObject(request -> request.signatureDuration(lifetime)
                        .deleteObjectRequest(delete -> delete.bucket(bucket)
                                .key(key)
                                .versionId(versionId)
                                .bypassGovernanceRetention(bypass)));
            case 6 ->
                presigner -> presigner.presignCreateMultipartUpload(request -> request.signatureDuration(lifetime)
                        .createMultipartUploadRequest(create ->
                                create.bucket(bucket).key(key).contentType(type).metadata(metadata)));
            case 7 ->
                presigner -> presigner.presignUploadPart(request -> request.signatureDuration(lifetime)
                        .uploadPartRequest(upload -> upload.bucket(bucket)
                                .key(key)
                                .uploadId(uploadId)
                                .partNumber(part == null ? 1 : part)
                                .contentLength(length)));
            default ->
                presigner -> presigner.presignAbortMultipartUpload(request -> request.signatureDuration(lifetime)
                        .abortMultipartUploadRequest(abort ->
                                abort.bucket(bucket).key(key).uploadId(uploadId).requestPayer(payer)));
        };
    }

    private static String second(PresignedRequest request) {
        return request.url().toString().replaceAll(".*[?&]X-Amz-Date=([^&]*).*", "$1");
    }

    @Test
    void randomRequestsHaveTheLinksOfTheSdk() {
        System.out.println("PRESIGN_TEST_SEED=" + SEED);
        List<Both> presigners = presigners();
        int compared = 0;
        for (int each = 0; each < CASES; each++) {
            Both both = one(presigners);
            String key = text(40);
            if (key.startsWith("/") && both.hasBasePath) {
                // The SDK takes the slash away, which makes a link for another key.
                key = key.replaceFirst("^/+", "k");
            }
            Function<S3Presigner, PresignedRequest> request =
                    request(one(List.of("example-bucket", "photos", "with-hyphens", "1234")), key);
            PresignedRequest ours;
            PresignedRequest sdk;
            // Neither takes a signing time, so a second may begin between the two.
            do {
                ours = request.apply(both.ours);
                sdk = request.apply(both.sdk);
            } while (!second(ours).equals(second(sdk)));
            assertEquals(parts(sdk), parts(ours), "PRESIGN_TEST_SEED=" + SEED);
            // The SDK's own have nanoseconds.
            assertEquals(
                    ours.expiration().truncatedTo(ChronoUnit.SECONDS),
                    ours.expiration(),
                    "presign did not make this link");
            assertTrue(
                    Duration.between(ours.expiration(), sdk.expiration()).abs().toSeconds() <= 1);
            compared++;
        }
        assertEquals(CASES, compared);
        presigners.forEach(both -> {
            both.ours.close();
            both.sdk.close();
        });
    }
}
