package io.github.presign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinksTest {
    private static final Instant SIGN_AT = Instant.ofEpochSecond(1_700_000_000);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Request SHARED =
            Request.ofBucket("GET", "photos").expiresIn(HOUR).signAt(SIGN_AT).build();

    /** Keys of many lengths and characters; the seed makes them the same in every run. */
    private static List<String> keys(int count) {
        Random random = new Random(20);
        List<String> keys = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            StringBuilder key = new StringBuilder().append(index);
            int length = random.nextInt(40);
            for (int at = 0; at < length; at++) {
                key.appendCodePoint(random.nextInt(4) == 0 ? 0x1F600 + random.nextInt(50) : 32 + random.nextInt(300));
            }
            keys.add(key.toString());
        }
        return keys;
    }

    @Test
    void aBatchHasTheLinksOfSingleCallsInTheirOrder() {
        // More than a part of a batch, on one thread and on several.
        for (int count : new int[] {0, 1, 1023, 1024, 1025, 3000, 70_000}) {
            List<String> keys = keys(count);
            try (Signer signer = Repository.builder().build();
                    Template template = signer.template(SHARED)) {
                List<String> expected = keys.stream().map(template::url).toList();
                for (int threads : new int[] {1, 2, 0}) {
                    assertEquals(expected, signer.presignMany(SHARED, keys, threads));
                    assertEquals(
                            expected,
                            signer.presignManyAsLinks(SHARED, keys, threads).asList());
                }
                if (count <= 3000) {
                    List<Request> requests = keys.stream()
                            .map(key -> Request.get("photos", key)
                                    .expiresIn(HOUR)
                                    .signAt(SIGN_AT)
                                    .build())
                            .toList();
                    assertEquals(expected, signer.presignRequests(requests));
                    assertEquals(
                            expected, signer.presignRequestsAsLinks(requests, 0).asList());
                }
            }
        }
    }

    @Test
    void linksAreReadAsTextAsBytesAndIntoAChannel() throws IOException {
        List<String> keys = keys(2500);
        try (Signer signer = Repository.builder().build()) {
            List<String> expected = signer.presignMany(SHARED, keys);
            Links links = signer.presignManyAsLinks(SHARED, keys);
            assertEquals(2500, links.size());
            List<String> iterated = new ArrayList<>();
            links.forEach(iterated::add);
            assertEquals(expected, iterated);
            assertEquals(expected.get(2100), links.get(2100));
            assertEquals(expected.get(2100).length(), links.length(2100));
            ByteBuffer bytes = links.bytes(2100);
            assertEquals(
                    expected.get(2100),
                    StandardCharsets.US_ASCII.decode(bytes.duplicate()).toString());
            assertThrows(ReadOnlyBufferException.class, () -> bytes.put(0, (byte) 0));
            assertThrows(IndexOutOfBoundsException.class, () -> links.get(2500));
            assertThrows(IndexOutOfBoundsException.class, () -> links.get(-1));
            assertThrows(UnsupportedOperationException.class, () -> expected.set(0, ""));
            assertThrows(
                    UnsupportedOperationException.class, () -> links.asList().set(0, ""));
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            links.writeTo(slow(Channels.newChannel(written)));
            assertEquals(String.join("\n", expected) + "\n", written.toString(StandardCharsets.US_ASCII));
            assertEquals("Links[size=2500]", links.toString());
        }
    }

    /** A channel that takes some bytes at a time, as a socket does. */
    private static WritableByteChannel slow(WritableByteChannel channel) {
        return new WritableByteChannel() {
            @Override
            public int write(ByteBuffer source) throws IOException {
                int limit = source.limit();
                source.limit(Math.min(limit, source.position() + 1000));
                int written = channel.write(source);
                source.limit(limit);
                return written;
            }

            @Override
            public boolean isOpen() {
                return channel.isOpen();
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    @Test
    void aLongRequestNeedsALargerBuffer() {
        String filler = "x y".repeat(2000);
        try (Signer signer = Repository.builder().build()) {
            Request request = Request.ofBucket("GET", "photos")
                    .expiresIn(HOUR)
                    .signAt(SIGN_AT)
                    .query("filler", filler)
                    .build();
            String encoded = filler.replace(" ", "%20");
            try (Template template = signer.template(request)) {
                assertTrue(template.url("k").contains("filler=" + encoded));
            }
            for (int threads : new int[] {1, 2}) {
                for (String url : signer.presignMany(request, keys(10), threads)) {
                    assertTrue(url.contains("filler=" + encoded));
                }
            }
            // A short request after the long one.
            assertEquals(
                    signer.presignMany(SHARED, List.of("k")),
                    List.of(signer.presign(Request.get("photos", "k")
                                    .expiresIn(HOUR)
                                    .signAt(SIGN_AT)
                                    .build())
                            .url()));
        }
    }
}
