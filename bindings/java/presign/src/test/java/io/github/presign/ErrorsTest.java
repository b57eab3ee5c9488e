package io.github.presign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorsTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static Signer signer;

    @BeforeAll
    static void makeSigner() {
        signer = Repository.builder().build();
    }

    @AfterAll
    static void closeSigner() {
        signer.close();
    }

    static Stream<Arguments> wrongSettings() {
        Map<String, Map.Entry<Status, Consumer<Signer.Builder>>> settings = Map.ofEntries(
                Map.entry("a token with a space", Map.entry(Status.CREDENTIALS, b -> b.sessionToken(" token"))),
                Map.entry("a region with a space", Map.entry(Status.REGION, b -> b.region("no region"))),
                Map.entry("an endpoint of ftp", Map.entry(Status.ENDPOINT, b -> b.endpoint("ftp://host"))),
                Map.entry("a negative limit", Map.entry(Status.EXPIRES, b -> b.maxExpiresIn(Duration.ofSeconds(-1)))),
                Map.entry("a limit of 1.5 s", Map.entry(Status.EXPIRES, b -> b.maxExpiresIn(Duration.ofMillis(1500)))),
                Map.entry(
                        "an expiry before 1970",
                        Map.entry(Status.TIME, b -> b.credentialsExpireAt(Instant.ofEpochSecond(-5)))),
                Map.entry(
                        "an expiry in 10000",
                        Map.entry(Status.TIME, b -> b.credentialsExpireAt(Instant.ofEpochSecond(253402300800L)))),
                Map.entry("a lone surrogate", Map.entry(Status.UTF8, b -> b.sessionToken("t\ud800"))));
        return settings.entrySet().stream()
                .map(each -> Arguments.of(
                        each.getKey(), each.getValue().getKey(), each.getValue().getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void wrongSettings(String name, Status expected, Consumer<Signer.Builder> change) {
        Signer.Builder builder = Repository.builder();
        PresignException error = assertThrows(PresignException.class, () -> {
            change.accept(builder);
            builder.build();
        });
        assertEquals(expected, error.status(), name);
        assertEquals(OptionalInt.empty(), error.index());
        assertFalse(error.getMessage().isEmpty());
    }

    @Test
    void version2IsRefusedInRegionsOfAwsThatLackIt() {
        Signer.Builder builder = Signer.builder("a", "b").region("eu-central-1").version(SignatureVersion.V2);
        assertThrows(PresignException.Version2Exception.class, builder::build);
    }

    private static Arguments wrong(String name, Status expected, UnaryOperator<Request.Builder> change) {
        return Arguments.of(name, expected, change);
    }

    static Stream<Arguments> wrongRequests() {
        return Stream.of(
                wrong("no expiry", Status.EXPIRES, b -> b),
                wrong(
                        "two expiries",
                        Status.EXPIRES,
                        b -> b.expiresIn(HOUR).expiresAt(Instant.now().plus(HOUR))),
                wrong("a negative lifetime", Status.EXPIRES, b -> b.expiresIn(Duration.ofSeconds(-1))),
                wrong("a lifetime of 1.5 s", Status.EXPIRES, b -> b.expiresIn(Duration.ofMillis(1500))),
                wrong("more than seven days", Status.EXPIRES, b -> b.expiresIn(Duration.ofSeconds(604_801))),
                wrong("the longest duration", Status.EXPIRES, b -> b.expiresIn(Duration.ofSeconds(Long.MAX_VALUE))),
                wrong(
                        "a negative window",
                        Status.EXPIRES,
                        b -> b.expiresIn(HOUR).stableFor(Duration.ofSeconds(-1))),
                wrong("an expiry in the past", Status.EXPIRES_IN_PAST, b -> b.expiresAt(Instant.ofEpochSecond(5))),
                wrong("an expiry of 1970", Status.TIME, b -> b.expiresAt(Instant.EPOCH)),
                wrong("an expiry of the year -1000000000", Status.TIME, b -> b.expiresAt(Instant.MIN)),
                wrong("an expiry of the year 1000000000", Status.TIME, b -> b.expiresAt(Instant.MAX)),
                wrong(
                        "a signing time of 1970",
                        Status.TIME,
                        b -> b.expiresIn(HOUR).signAt(Instant.EPOCH)),
                wrong(
                        "a parameter of signing",
                        Status.QUERY,
                        b -> b.expiresIn(HOUR).query("X-Amz-Date", "x")),
                wrong(
                        "a parameter with a lone surrogate",
                        Status.UTF8,
                        b -> b.expiresIn(HOUR).query("a", "\udc00")),
                wrong("the header Host", Status.HEADER, b -> b.expiresIn(HOUR).header("Host", "x")),
                wrong(
                        "a header twice",
                        Status.HEADER,
                        b -> b.expiresIn(HOUR).header("X-A", "1").header("x-a", "2")),
                wrong(
                        "a header with a newline",
                        Status.HEADER,
                        b -> b.expiresIn(HOUR).header("X-A", "1\n2")),
                wrong("part 10001", Status.QUERY, b -> b.expiresIn(HOUR).partNumber(10_001)),
                wrong(
                        "a version twice",
                        Status.QUERY,
                        b -> b.expiresIn(HOUR).versionId("1").query("versionId", "2")),
                wrong(
                        "a file name and its header",
                        Status.QUERY,
                        b -> b.expiresIn(HOUR).filename("a").responseContentDisposition("inline")),
                wrong(
                        "a file name with a newline",
                        Status.QUERY,
                        b -> b.expiresIn(HOUR).filename("a\nb")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void wrongRequests(String name, Status expected, UnaryOperator<Request.Builder> change) {
        PresignException error = assertThrows(
                PresignException.class,
                () -> signer.presign(change.apply(Request.get("photos", "k")).build()));
        assertEquals(expected, error.status(), name);
        assertEquals(OptionalInt.empty(), error.index());
        assertEquals(
                expected,
                assertThrows(
                                PresignException.class,
                                () -> signer.presignMany(
                                        change.apply(Request.ofBucket("GET", "photos"))
                                                .build(),
                                        List.of("a")))
                        .status());
        PresignException second = assertThrows(PresignException.class, () -> {
            Request good = Request.get("photos", "k").expiresIn(HOUR).build();
            signer.presignRequests(
                    List.of(good, change.apply(Request.get("photos", "k")).build()));
        });
        assertEquals(expected, second.status());
        // What the builder refuses has no index yet.
        assertTrue(second.index().isEmpty() || second.index().getAsInt() == 1);
    }

    private static Status statusOf(String method, String bucket, String key) {
        PresignException error = assertThrows(
                PresignException.class,
                () -> signer.presign(
                        Request.of(method, bucket, key).expiresIn(HOUR).build()));
        assertEquals(
                error.getMessage(),
                assertThrows(
                                PresignException.class,
                                () -> signer.presignRequests(List.of(Request.of(method, bucket, key)
                                        .expiresIn(HOUR)
                                        .build())))
                        .alone()
                        .getMessage());
        return error.status();
    }

    @Test
    void aWrongNameIsAnErrorOfItsKind() {
        assertEquals(Status.BUCKET, statusOf("GET", "", "k"));
        assertEquals(Status.BUCKET, statusOf("GET", "a/b", "k"));
        assertEquals(Status.KEY, statusOf("GET", "photos", "k".repeat(1025)));
        assertEquals(Status.METHOD, statusOf("get", "photos", "k"));
        assertEquals(Status.UTF8, statusOf("GET", "photos\ud800", "k"));
    }

    @Test
    void anEmptyKeyIsForPresignAlone() {
        Request bucket = Request.ofBucket("GET", "photos").expiresIn(HOUR).build();
        assertTrue(signer.presign(bucket).url().startsWith("https://files.example/photos/?X-Amz-"));
        assertThrows(PresignException.ObjectKeyException.class, () -> signer.get("photos", "", HOUR));
        PresignException many = assertThrows(
                PresignException.ObjectKeyException.class, () -> signer.presignMany(bucket, List.of("a", "")));
        assertEquals(OptionalInt.of(1), many.index());
        PresignException rows =
                assertThrows(PresignException.ObjectKeyException.class, () -> signer.presignRequests(List.of(bucket)));
        assertEquals(OptionalInt.of(0), rows.index());
        assertThrows(
                PresignException.ObjectKeyException.class,
                () -> signer.presignMany(
                        Request.get("photos", "k").expiresIn(HOUR).build(), List.of("a")));
    }

    @Test
    void shortMethodsRefuseWhatPresignRefuses() {
        assertThrows(PresignException.ExpiresException.class, () -> signer.get("photos", "k", Duration.ZERO));
        assertThrows(PresignException.ExpiresException.class, () -> signer.put("photos", "k", Duration.ofDays(8)));
        assertThrows(PresignException.BucketException.class, () -> signer.head("", "k", HOUR));
        assertThrows(
                PresignException.ObjectKeyException.class, () -> signer.delete("photos", "k".repeat(100_000), HOUR));
        assertThrows(NullPointerException.class, () -> signer.get(null, "k", HOUR));
        assertThrows(NullPointerException.class, () -> signer.get("photos", null, HOUR));
        assertThrows(NullPointerException.class, () -> signer.get("photos", "k", null));
    }

    @Test
    void aLoneSurrogateIsRefusedWithItsPosition() {
        for (String key : List.of("ab\ud800", "ab\udc00c", "ab\ud800\ud800\udc00", "ab\ud83dx?")) {
            PresignException error =
                    assertThrows(PresignException.Utf8Exception.class, () -> signer.get("photos", key, HOUR));
            assertTrue(
                    error.getMessage().matches("key has a lone surrogate \\(U\\+D[8C]..\\) at position 2, .*"),
                    error.getMessage());
            PresignException many = assertThrows(
                    PresignException.Utf8Exception.class,
                    () -> signer.presignMany(
                            Request.ofBucket("GET", "photos").expiresIn(HOUR).build(), List.of("a", "b", key)));
            assertEquals(OptionalInt.of(2), many.index());
        }
        // A real question mark, and pairs of surrogates, are text.
        assertTrue(signer.get("photos", "a?😀", HOUR).startsWith("https://files.example/photos/a%3F%F0%9F%98%80?"));
    }

    @Test
    void theIndexOfAWrongKeyCountsFromTheFirstOfAll() {
        List<String> keys = new ArrayList<>(Collections.nCopies(70_000, "k"));
        keys.set(69_999, "k".repeat(1025));
        Request request = Request.ofBucket("GET", "photos").expiresIn(HOUR).build();
        for (int threads : new int[] {1, 2}) {
            PresignException error = assertThrows(
                    PresignException.ObjectKeyException.class, () -> signer.presignMany(request, keys, threads));
            assertEquals(OptionalInt.of(69_999), error.index());
            assertTrue(error.getMessage().startsWith("item number 69999, counted from 0: "), error.getMessage());
            keys.set(69_998, null);
            assertEquals(
                    "keys[69998] is null",
                    assertThrows(NullPointerException.class, () -> signer.presignMany(request, keys, threads))
                            .getMessage());
            keys.set(69_998, "k");
        }
        assertThrows(IllegalArgumentException.class, () -> signer.presignMany(request, keys, -1));
    }

    @Test
    void anExpiryOfTheCredentialsBindsEveryLink() {
        Instant soon = Instant.now().plusSeconds(60);
        try (Signer temporary = Repository.builder().credentialsExpireAt(soon).build()) {
            assertThrows(PresignException.CredentialsExpireException.class, () -> temporary.get("photos", "k", HOUR));
        }
    }

    @Test
    void aWrongFormOrPolicyIsAnErrorOfItsKind() {
        PresignException form = assertThrows(
                PresignException.FormException.class,
                () -> signer.presignPost(PostRequest.of("b", "k")
                        .condition(Condition.size(1, 2))
                        .condition(Condition.exact("acl", "private"))
                        .expiresIn(HOUR)
                        .build()));
        assertFalse(form.getMessage().isEmpty());
        assertThrows(PresignException.FormException.class, () -> Condition.size(-1, 2));
        assertThrows(
                PresignException.PolicyException.class,
                () -> IpPolicy.of("photos").allow("203.0.113.256").toJson());
        PresignException playlist = assertThrows(
                PresignException.PlaylistException.class,
                () -> signer.presignPlaylist(
                        Request.get("videos", "a.m3u8").expiresIn(HOUR).build(),
                        "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nnested.m3u8\n"));
        assertEquals(OptionalInt.of(2), playlist.index());
    }
}
