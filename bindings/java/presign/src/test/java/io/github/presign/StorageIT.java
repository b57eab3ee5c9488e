package io.github.presign;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Uses links at a real storage with java.net.http, as programs do. tests/storages/with_storage.py starts it. */
class StorageIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** Segments of dots stay as they are: java.net.http changes no path. */
    private static final List<String> ODD_KEYS = List.of(
            "plain.txt",
            "a b+c%2Fd",
            "ü/文 😀",
            "/leading//double/",
            "a/./b/../c",
            "'\"<>&?#;,=@$!*()~|\\^`{}[]:",
            "a\nb\t\u007f");

    private final HttpClient client = HttpClient.newHttpClient();

    private static String setting(String name) {
        String value = System.getenv("PRESIGN_TEST_" + name);
        assertNotNull(value, "needs a storage: `make test-java` starts Ceph RGW");
        return value;
    }

    private static Signer signer(SignatureVersion version) {
        return Signer.builder(setting("ACCESS_KEY"), setting("SECRET_KEY"))
                .endpoint(URI.create(setting("ENDPOINT")))
                .version(version)
                .build();
    }

    /** Sends a request that must have this status. */
    private HttpResponse<byte[]> exchange(
            int status, String method, String url, Map<String, String> headers, byte[] body) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url)).method(method, BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
        assertEquals(
                status, response.statusCode(), method + ": " + new String(response.body(), StandardCharsets.UTF_8));
        return response;
    }

    private HttpResponse<byte[]> exchange(int status, String method, String url, String body) throws Exception {
        return exchange(status, method, url, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private String newBucket(Signer signer) throws Exception {
        String bucket = "java-" + UUID.randomUUID();
        Presigned made =
                signer.presign(Request.ofBucket("PUT", bucket).expiresIn(MINUTE).build());
        exchange(200, made.method(), made.url(), "");
        return bucket;
    }

    @ParameterizedTest
    @EnumSource
    void anObjectIsStoredReadAndDeletedUnderExactlyItsKey(SignatureVersion version) throws Exception {
        try (Signer signer = signer(version)) {
            String bucket = newBucket(signer);
            for (String key : ODD_KEYS) {
                String body = "the body of " + key;
                exchange(200, "PUT", signer.put(bucket, key, MINUTE), body);
                String link = signer.get(bucket, key, MINUTE);
                assertEquals(body, text(exchange(200, "GET", link, "")));
                exchange(200, "HEAD", signer.head(bucket, key, MINUTE), "");
                exchange(403, "PUT", link, body);
                exchange(204, "DELETE", signer.delete(bucket, key, MINUTE), "");
                exchange(404, "GET", link, "");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLinkSetsHeadersOfTheResponse(SignatureVersion version) throws Exception {
        try (Signer signer = signer(version)) {
            String bucket = newBucket(signer);
            exchange(200, "PUT", signer.put(bucket, "k", MINUTE), "x");
            Presigned made = signer.presign(Request.get(bucket, "k")
                    .expiresIn(MINUTE)
                    .filename("naïve \"1\".txt")
                    .responseContentType("text/plain")
                    .query("response-content-language", "de")
                    .build());
            var headers = exchange(200, "GET", made.url(), "").headers();
            assertEquals(
                    Presign.contentDisposition("naïve \"1\".txt", Disposition.ATTACHMENT),
                    headers.firstValue("content-disposition").orElseThrow());
            assertEquals("text/plain", headers.firstValue("content-type").orElseThrow());
            assertEquals("de", headers.firstValue("content-language").orElseThrow());
        }
    }

    @ParameterizedTest
    @EnumSource
    void signedHeadersMustBeSent(SignatureVersion version) throws Exception {
        try (Signer signer = signer(version)) {
            String bucket = newBucket(signer);
            Presigned made = signer.presign(Request.put(bucket, "k")
                    .expiresIn(MINUTE)
                    .contentType("image/png")
                    .header("x-amz-meta-author", "  a  b ")
                    .build());
            exchange(403, made.method(), made.url(), "x");
            exchange(200, made.method(), made.url(), made.headers(), new byte[] {1});
            var headers =
                    exchange(200, "GET", signer.get(bucket, "k", MINUTE), "").headers();
            assertEquals("image/png", headers.firstValue("content-type").orElseThrow());
            assertEquals(
                    "a b",
                    headers.firstValue("x-amz-meta-author")
                            .orElseThrow()
                            .strip()
                            .replaceAll(" +", " "));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theLinksOfBatchesWork(SignatureVersion version) throws Exception {
        try (Signer signer = signer(version)) {
            String bucket = newBucket(signer);
            Request uploads = Request.ofBucket("PUT", bucket).expiresIn(MINUTE).build();
            Links links = signer.presignManyAsLinks(uploads, ODD_KEYS);
            List<Request> downloads = new ArrayList<>();
            for (int index = 0; index < ODD_KEYS.size(); index++) {
                exchange(200, "PUT", links.get(index), ODD_KEYS.get(index));
                downloads.add(Request.get(bucket, ODD_KEYS.get(index))
                        .expiresIn(MINUTE)
                        .responseContentType("text/x-" + index)
                        .build());
            }
            List<String> urls = signer.presignRequests(downloads);
            for (int index = 0; index < urls.size(); index++) {
                HttpResponse<byte[]> response = exchange(200, "GET", urls.get(index), "");
                assertEquals(ODD_KEYS.get(index), text(response));
                assertEquals(
                        "text/x-" + index,
                        response.headers().firstValue("content-type").orElseThrow());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anObjectIsUploadedInParts(SignatureVersion version) throws Exception {
        try (Signer signer = signer(version)) {
            String bucket = newBucket(signer);
            Request begin = Request.of("POST", bucket, "k")
                    .query("uploads", "")
                    .expiresIn(MINUTE)
                    .build();
            Matcher found = Pattern.compile("<UploadId>([^<]+)</UploadId>")
                    .matcher(text(exchange(200, "POST", signer.presign(begin).url(), "")));
            assertTrue(found.find());
            String uploadId = found.group(1);
            // The smallest size that S3 allows for all parts but the last.
            byte[] first = new byte[5 << 20];
            Arrays.fill(first, (byte) 'a');
            StringBuilder complete = new StringBuilder("<CompleteMultipartUpload>");
            int number = 0;
            for (byte[] body : List.of(first, new byte[] {'b'})) {
                number++;
                Request part = Request.put(bucket, "k")
                        .uploadId(uploadId)
                        .partNumber(number)
                        .expiresIn(MINUTE)
                        .build();
                String tag = exchange(200, "PUT", signer.presign(part).url(), Map.of(), body)
                        .headers()
                        .firstValue("etag")
                        .orElseThrow();
                complete.append("<Part><PartNumber>").append(number).append("</PartNumber><ETag>");
                complete.append(tag).append("</ETag></Part>");
            }
            Request end = Request.of("POST", bucket, "k")
                    .uploadId(uploadId)
                    .expiresIn(MINUTE)
                    .build();
            exchange(
                    200,
                    "POST",
                    signer.presign(end).url(),
                    complete.append("</CompleteMultipartUpload>").toString());
            byte[] stored =
                    exchange(200, "GET", signer.get(bucket, "k", MINUTE), "").body();
            assertEquals(first.length + 1, stored.length);
            assertEquals('b', stored[first.length]);
        }
    }

    private static byte[] multipart(String boundary, List<Pair> fields, byte[] file) throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Pair field : fields) {
            body.write(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + field.name() + "\"\r\n\r\n"
                            + field.value() + "\r\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
        body.write(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"ü b.txt\"\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.write(file);
        body.write(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }

    @ParameterizedTest
    @EnumSource
    void aFormUploadsWhatItsConditionsAllow(SignatureVersion version) throws Exception {
        try (Signer signer = signer(version)) {
            String bucket = newBucket(signer);
            Form form = signer.presignPost(PostRequest.of(bucket, "in/${filename}")
                    .field("Content-Type", "text/plain")
                    .condition(Condition.exact("Content-Type", "text/plain"))
                    .condition(Condition.size(1, 10))
                    .expiresIn(MINUTE)
                    .build());
            Map<String, String> type = Map.of("content-type", "multipart/form-data; boundary=xyz");
            byte[] allowed = "ten bytes.".getBytes(StandardCharsets.UTF_8);
            exchange(400, "POST", form.url(), type, multipart("xyz", form.fields(), new byte[11]));
            exchange(204, "POST", form.url(), type, multipart("xyz", form.fields(), allowed));
            assertArrayEquals(
                    allowed,
                    exchange(200, "GET", signer.get(bucket, "in/ü b.txt", MINUTE), "")
                            .body());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anExpiredLinkIsRefusedWhichExplainExplains(SignatureVersion version) throws Exception {
        try (Signer signer = signer(version)) {
            Request old = Request.get(newBucket(signer), "k")
                    .expiresIn(MINUTE)
                    .signAt(Instant.now().minusSeconds(3600))
                    .build();
            String link = signer.presign(old).url();
            String answer = text(exchange(403, "GET", link, ""));
            Explanation found = Presign.explain(
                    Received.url("GET", link).build(),
                    Secrets.of(Map.of(signer.accessKey(), Secret.of(setting("SECRET_KEY")))),
                    new Explanation.Options().response(answer));
            assertEquals(Cause.EXPIRED, found.cause(), found.sentence());
        }
    }
}
