package io.github.presign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Several short links of one second have a template, which must be that of their own request. */
class RecentTemplateTest {
    private static final Duration HOUR = Duration.ofHours(1);

    /** Makes links with random methods, buckets and lifetimes, each some times, and checks what they are for. */
    private static void check(Signer signer, Verifier verifier, String bucketPrefix, long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            String bucket = bucketPrefix + random.nextInt(3);
            String method = List.of("GET", "PUT", "HEAD", "DELETE").get(random.nextInt(4));
            Duration lifetime = Duration.ofSeconds(60 + random.nextInt(2));
            int times = 1 + random.nextInt(25);
            for (int time = 0; time < times; time++) {
                String key = "ü?/" + random.nextInt();
                String link = switch (method) {
                    case "GET" -> signer.get(bucket, key, lifetime);
                    case "PUT" -> signer.put(bucket, key, lifetime);
                    case "HEAD" -> signer.head(bucket, key, lifetime);
                    default -> signer.delete(bucket, key, lifetime);
                };
                Verified found = verifier.verify(Received.url(method, link).build());
                assertEquals(bucket, found.bucket());
                assertEquals(key, found.key());
                Instant signedAt = found.signedAt().orElseThrow();
                assertEquals(lifetime, Duration.between(signedAt, found.expiresAt()));
                assertTrue(Duration.between(signedAt, Instant.now()).toSeconds() < 30);
            }
        }
    }

    @Test
    void everyLinkIsForItsOwnRequestOnOneThreadAndOnSeveral() throws Exception {
        Secrets secrets = Secrets.of(Map.of(Repository.ACCESS_KEY, Secret.of(Repository.SECRET_KEY)));
        try (Signer signer = Repository.builder().build();
                Verifier verifier = Verifier.builder(secrets).build();
                ExecutorService executor = Executors.newFixedThreadPool(4)) {
            check(signer, verifier, "one-", 1);
            List<Future<?>> workers = new ArrayList<>();
            for (int worker = 0; worker < 4; worker++) {
                int seed = worker;
                // Two and two have the same buckets.
                workers.add(executor.submit(() -> check(signer, verifier, "shared-" + seed % 2 + "-", seed)));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        }
    }

    @Test
    void errorsAndClosingAreTheSameWithATemplate() {
        Signer signer = Repository.builder().build();
        for (int link = 0; link < 30; link++) {
            signer.get("photos", "k", HOUR);
            assertThrows(PresignException.BucketException.class, () -> signer.get("a/b", "k", HOUR));
        }
        for (int link = 0; link < 30; link++) {
            signer.get("photos", "k", HOUR);
            signer.get("photos", "k", HOUR);
            PresignException error = assertThrows(
                    PresignException.ObjectKeyException.class, () -> signer.get("photos", "k".repeat(1025), HOUR));
            assertTrue(error.index().isEmpty());
            assertThrows(PresignException.ObjectKeyException.class, () -> signer.get("photos", "", HOUR));
            assertThrows(PresignException.Utf8Exception.class, () -> signer.get("photos", "a\ud800", HOUR));
            assertThrows(NullPointerException.class, () -> signer.get("photos", null, HOUR));
            assertThrows(NullPointerException.class, () -> signer.get(null, "k", HOUR));
        }
        for (int link = 0; link < 30; link++) {
            assertThrows(PresignException.BucketException.class, () -> signer.get("a/b", "k", HOUR));
            assertThrows(PresignException.ExpiresException.class, () -> signer.get("photos", "k", Duration.ZERO));
        }
        for (int link = 0; link < 30; link++) {
            signer.get("photos", "k", HOUR);
        }
        signer.close();
        IllegalStateException error = assertThrows(IllegalStateException.class, () -> signer.get("photos", "k", HOUR));
        assertEquals("the signer is closed", error.getMessage());
    }
}
