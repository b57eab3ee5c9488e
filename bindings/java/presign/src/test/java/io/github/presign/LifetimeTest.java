package io.github.presign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class LifetimeTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Request SHARED =
            Request.ofBucket("GET", "photos").expiresIn(HOUR).build();
    private static final Request REQUEST =
            Request.get("photos", "cat.jpg").expiresIn(HOUR).build();
    private static final Secrets SECRETS = Secrets.of(Map.of(Repository.ACCESS_KEY, Secret.of(Repository.SECRET_KEY)));

    @Test
    void afterCloseEveryMethodThrows() {
        Signer signer = Repository.builder().build();
        Template template = signer.template(SHARED);
        Verifier verifier = Verifier.builder(SECRETS).build();
        Received received = Received.url("GET", signer.get("photos", "k", HOUR)).build();
        signer.close();
        signer.close();
        verifier.close();
        verifier.close();
        PostRequest post = PostRequest.of("b", "k").expiresIn(HOUR).build();
        List<Executable> calls = List.of(
                () -> signer.get("b", "k", HOUR),
                () -> signer.presign(REQUEST),
                () -> signer.presignMany(SHARED, List.of("k")),
                () -> signer.presignManyAsLinks(SHARED, List.of("k")),
                () -> signer.presignRequests(List.of(REQUEST)),
                () -> signer.presignRequestsAsLinks(List.of(REQUEST), 1),
                () -> signer.template(SHARED),
                () -> signer.presignPost(post),
                () -> signer.presignPlaylist(REQUEST, "#EXTM3U\n"),
                () -> verifier.verify(received),
                () -> verifier.inspect(received),
                () -> verifier.explain(received, new Explanation.Options()));
        for (Executable call : calls) {
            IllegalStateException error = assertThrows(IllegalStateException.class, call);
            assertTrue(error.getMessage().endsWith(" is closed"));
        }
        // What was made before does not need the signer.
        assertTrue(template.url("cat.jpg").startsWith("https://files.example/photos/cat.jpg?"));
        template.close();
        assertThrows(IllegalStateException.class, () -> template.url("cat.jpg"));
        assertThrows(IllegalStateException.class, () -> template.urls(List.of("cat.jpg")));
    }

    @Test
    void threadsShareASignerWhichOneOfThemCloses() throws Exception {
        Request fixed = Request.get("photos", "k")
                .expiresIn(HOUR)
                .signAt(Instant.ofEpochSecond(1_700_000_000))
                .build();
        for (boolean virtual : new boolean[] {false, true}) {
            for (int round = 0; round < 30; round++) {
                Signer signer = Repository.builder().build();
                String expected = signer.presign(fixed).url();
                AtomicInteger signed = new AtomicInteger();
                List<Future<Boolean>> workers = new ArrayList<>();
                try (ExecutorService executor =
                        virtual ? Executors.newVirtualThreadPerTaskExecutor() : Executors.newFixedThreadPool(8)) {
                    for (int worker = 0; worker < 8; worker++) {
                        workers.add(executor.submit(() -> {
                            try {
                                while (true) {
                                    assertEquals(expected, signer.presign(fixed).url());
                                    assertTrue(signer.get("photos", "k", HOUR).startsWith("https://"));
                                    if (signed.incrementAndGet() == 500) {
                                        signer.close();
                                    }
                                }
                            } catch (IllegalStateException closed) {
                                return true;
                            }
                        }));
                    }
                    for (Future<Boolean> worker : workers) {
                        assertTrue(worker.get());
                    }
                }
            }
        }
    }

    @Test
    void aCallThatHasBegunKeepsItsObjectUntilItEnds() {
        List<Long> freed = new ArrayList<>();
        Handle handle = new Handle(42, "the object", freed::add);
        int first = handle.begin();
        int second = handle.begin();
        handle.close();
        assertThrows(IllegalStateException.class, handle::begin);
        handle.end(first);
        assertEquals(List.of(), freed);
        handle.end(second);
        assertEquals(List.of(42L), freed);
        handle.close();
        assertEquals(List.of(42L), freed);
    }

    @Test
    void whatIsNotClosedIsFreedByTheGarbageCollector() throws InterruptedException {
        AtomicInteger freed = new AtomicInteger();
        for (int made = 0; made < 100; made++) {
            new Handle(made, "the object", address -> freed.incrementAndGet()).begin();
        }
        while (freed.get() == 0) {
            System.gc();
            Thread.sleep(10);
        }
    }

    /** The kilobytes of memory that the process has, of Java's heap and outside of it. */
    private static long resident() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void memoryDoesNotGrowOverAMillionLinks() throws IOException {
        List<String> keys = Collections.nCopies(1000, "2026/cat.jpg");
        List<Request> requests = Collections.nCopies(1000, REQUEST);
        try (Signer signer = Repository.builder().build();
                Verifier verifier = Verifier.builder(SECRETS).build()) {
            Received received =
                    Received.url("GET", signer.get("photos", "k", HOUR)).build();
            for (int batch = 0; batch < 100; batch++) {
                round(signer, verifier, keys, requests, received);
            }
            System.gc();
            long before = resident();
            for (int batch = 0; batch < 250; batch++) {
                round(signer, verifier, keys, requests, received);
            }
            System.gc();
            long grown = resident() - before;
            // A leak of 100 bytes a link would be 100 MB.
            assertTrue(grown < 20_000, grown + " KB");
        }
    }

    /** Makes 4 000 links in each of the ways, with failures between them. */
    private static void round(
            Signer signer, Verifier verifier, List<String> keys, List<Request> requests, Received received) {
        for (int call = 0; call < 1000; call++) {
            signer.get("photos", "2026/cat.jpg", HOUR);
        }
        for (int call = 0; call < 100; call++) {
            signer.presign(REQUEST);
            verifier.verify(received);
            assertThrows(PresignException.class, () -> signer.get("photos", "k".repeat(1025), HOUR));
            Repository.builder().build().close();
        }
        signer.presignMany(SHARED, keys);
        signer.presignManyAsLinks(SHARED, keys, 2);
        signer.presignRequests(requests);
    }
}
