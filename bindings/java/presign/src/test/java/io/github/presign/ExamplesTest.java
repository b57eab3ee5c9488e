package io.github.presign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.presign.PresignException.RefusedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The blocks of the pages. */
class ExamplesTest {
    @Test
    void theFirstExampleMakesALink() {
        try (Signer signer = Signer.builder("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
                .region("eu-central-1")
                .build()) {
            String link = signer.get("example-bucket", "2026/cat.jpg", Duration.ofHours(1));
            assertTrue(link.startsWith("https://example-bucket.s3.eu-central-1.amazonaws.com/2026/cat.jpg?X-Amz-"));
        }
    }

    @Test
    void manyLinksAndUploads() throws IOException {
        List<String> keys = List.of("c.jpg", "d.jpg");
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        WritableByteChannel channel = Channels.newChannel(written);
        try (Signer signer = Repository.builder().build()) {
            Request request = Request.ofBucket("GET", "photos")
                    .expiresIn(Duration.ofHours(1))
                    .build();
            List<String> page = signer.presignMany(request, List.of("a.jpg", "b.jpg"));

            // Bytes instead of strings, signed on as many threads as there are cores.
            Links links = signer.presignManyAsLinks(request, keys, 0);
            links.writeTo(channel);

            // Each link its own request.
            List<String> urls = signer.presignRequests(List.of(
                    Request.get("photos", "a.jpg")
                            .expiresIn(Duration.ofHours(1))
                            .filename("Holiday.jpg")
                            .build(),
                    Request.put("uploads", "b.jpg")
                            .expiresIn(Duration.ofMinutes(1))
                            .contentType("image/jpeg")
                            .build()));
            assertEquals(2, page.size());
            assertEquals(2, written.toString(StandardCharsets.US_ASCII).lines().count());
            assertTrue(urls.get(0).contains("Holiday.jpg"));

            Presigned upload = signer.presign(Request.put("uploads", "a.jpg")
                    .expiresIn(Duration.ofMinutes(10))
                    .contentType("image/jpeg")
                    .build());
            // The client must send these with the URL.
            String sent = upload.method() + " " + upload.headers();
            assertEquals("PUT {content-type=image/jpeg}", sent);
        }
    }

    private static String served(String accessKey, String secretKey, String target) {
        try (Verifier verifier = Verifier.builder(Secrets.of(Map.of(accessKey, Secret.of(secretKey))))
                .endpoint("files.example")
                .build()) {
            try {
                Verified object = verifier.verify(
                        Received.target("GET", "files.example", target).build());
                return object.bucket() + " " + object.key();
            } catch (RefusedException refused) {
                return refused.httpStatus() + " " + refused.code();
            }
        }
    }

    @Test
    void aServerAcceptsLinks() {
        try (Signer signer = Repository.builder().build()) {
            String url = signer.get("example-bucket", "2026/cat.jpg", Duration.ofHours(1));
            String target = url.substring("https://files.example".length());
            assertEquals("example-bucket 2026/cat.jpg", served(Repository.ACCESS_KEY, Repository.SECRET_KEY, target));
            assertEquals("403 SignatureDoesNotMatch", served(Repository.ACCESS_KEY, "other", target));
        }
    }

    /** The text without the white space that the formatter moves. */
    private static String unspaced(String text) {
        return text.replaceAll("\\s+", "");
    }

    @Test
    void everyBlockOfAPageIsPartOfATestThatRuns() {
        String tests = "bindings/java/presign/src/test/java/io/github/presign/ExamplesTest.java";
        String sdkTests = "bindings/java/presign-aws-sdk/src/test/java/io/github/presign/awssdk/ExamplesTest.java";
        String sources = unspaced(Repository.read(tests) + Repository.read(sdkTests));
        int blocks = 0;
        for (String page : List.of("README.md", "docs/coming-from-the-aws-sdk-and-minio-java.md")) {
            String text = Repository.read("bindings/java/" + page);
            for (MatchResult block : Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                    .matcher(text)
                    .results()
                    .toList()) {
                assertTrue(sources.contains(unspaced(block.group(1))), page + ":\n" + block.group(1));
                blocks++;
            }
        }
        assertEquals(7, blocks);
    }
}
