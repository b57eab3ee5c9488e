package io.github.presign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.presign.PresignException.RefusedException;
import io.github.presign.Repository.Vector;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReceivedTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Secrets KNOWN = Secrets.of(Map.of(Repository.ACCESS_KEY, Secret.of(Repository.SECRET_KEY)));

    private static String link() {
        try (Signer signer = Repository.builder().build()) {
            return signer.get("photos", "cat.jpg", HOUR);
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.presign.VectorsTest#links")
    void everyVectorIsAcceptedAndReadBackUntilItExpires(SignatureVersion version, Vector vector) {
        String token = vector.text("session_token");
        Secret secret = token.isEmpty() ? Secret.of(vector.secretKey()) : Secret.of(vector.secretKey(), token);
        Verifier.Builder builder = Verifier.builder(Secrets.of(Map.of(vector.accessKey(), secret)));
        // On AWS the storage's own names tell the bucket.
        if (!vector.text("endpoint").isEmpty() && !vector.text("endpoint").contains("amazonaws.com")) {
            builder.endpoint(vector.text("endpoint"));
            if (!vector.text("addressing").isEmpty()) {
                builder.addressing(Addressing.valueOf(vector.text("addressing").toUpperCase(Locale.ROOT)));
            }
        }
        Received.Builder received = Received.url(vector.text("method"), vector.text("url"))
                .now(Instant.ofEpochSecond(Math.max(vector.number("sign_at"), 1)));
        vector.pairs("headers").forEach(pair -> received.header(pair.name(), pair.value()));
        try (Verifier verifier = builder.build()) {
            Verified found = verifier.verify(received.build());
            assertEquals(version, found.version());
            assertEquals(vector.text("bucket"), found.bucket());
            assertEquals(vector.text("key"), found.key());
            assertEquals(vector.accessKey(), found.accessKey());
            assertEquals(
                    vector.number("sign_at") + vector.number("expires_in"),
                    found.expiresAt().getEpochSecond());
            assertEquals(version == SignatureVersion.V4, found.signedAt().isPresent());
            if (version == SignatureVersion.V4) {
                assertEquals(
                        vector.pairs("headers").size(), found.signedHeaders().size());
            }
            Inspection read = verifier.inspect(received.build());
            assertEquals(found.bucket(), read.bucket());
            assertEquals(found.key(), read.key());
            assertEquals(found.expiresAt(), read.expiresAt());
            assertEquals(vector.pairs("query").size(), read.query().size());
            RefusedException refused = assertThrows(
                    RefusedException.class,
                    () -> verifier.verify(received.now(found.expiresAt()).build()));
            assertEquals(Reason.EXPIRED, refused.reason());
            assertEquals(403, refused.httpStatus());
            assertEquals(Status.REFUSED, refused.status());
            assertEquals("AccessDenied", refused.code());
        }
    }

    @Test
    void theSecretIsAskedForOnceAfterEverythingThatNeedsNone() {
        List<String> asked = new ArrayList<>();
        Secrets secrets = accessKey -> {
            asked.add(accessKey);
            return Optional.of(Secret.of(Repository.SECRET_KEY));
        };
        String link = link();
        try (Verifier verifier = Verifier.builder(secrets).build()) {
            verifier.verify(Received.url("GET", link).build());
            assertEquals(List.of(Repository.ACCESS_KEY), asked);
            assertThrows(
                    RefusedException.class,
                    () -> verifier.verify(Received.url("GET", link)
                            .now(Instant.now().plusSeconds(7200))
                            .build()));
            assertEquals(1, asked.size());
        }
        RuntimeException mine = new IllegalArgumentException("mine");
        try (Verifier failing = Verifier.builder(accessKey -> {
                    throw mine;
                })
                .build()) {
            assertSame(
                    mine,
                    assertThrows(
                            RuntimeException.class,
                            () -> failing.verify(Received.url("GET", link).build())));
        }
        assertEquals(Reason.UNKNOWN_ACCESS_KEY, reason(accessKey -> Optional.empty(), link));
        assertEquals(Reason.SIGNATURE, reason(accessKey -> Optional.of(Secret.of("other")), link));
        assertEquals(Reason.TOKEN, reason(accessKey -> Optional.of(Secret.of(Repository.SECRET_KEY, "t")), link));
        try (Verifier empty =
                Verifier.builder(accessKey -> Optional.of(Secret.of(""))).build()) {
            assertThrows(
                    PresignException.CredentialsException.class,
                    () -> empty.verify(Received.url("GET", link).build()));
        }
    }

    private static Reason reason(Secrets secrets, String link) {
        try (Verifier verifier = Verifier.builder(secrets).build()) {
            return assertThrows(
                            RefusedException.class,
                            () -> verifier.verify(Received.url("GET", link).build()))
                    .reason();
        }
    }

    private static Optional<Reason> verdict(UnaryOperator<Verifier.Builder> settings, Received received) {
        try (Verifier verifier = settings.apply(Verifier.builder(KNOWN)).build()) {
            verifier.verify(received);
            return Optional.empty();
        } catch (RefusedException refused) {
            return Optional.of(refused.reason());
        }
    }

    @Test
    void aVerifierHasTheRulesOfItsSettings() {
        String link = link();
        Received get = Received.url("GET", link).build();
        Received head = Received.url("HEAD", link).build();
        Received acl =
                Received.url("GET", link).header("X-Amz-Acl", "public-read").build();
        Received goog =
                Received.url("GET", link).header("X-Goog-Acl", "public-read").build();
        Received target = Received.target("GET", "files.example", link.substring("https://files.example".length()))
                .build();
        Received future;
        Received version2;
        try (Signer signer = Repository.builder().build();
                Signer old = Repository.builder().version(SignatureVersion.V2).build()) {
            future = Received.url(
                            "GET",
                            signer.presign(Request.get("photos", "k")
                                            .expiresIn(HOUR)
                                            .signAt(Instant.now().plusSeconds(300))
                                            .build())
                                    .url())
                    .build();
            version2 = Received.url("GET", old.get("photos", "k", HOUR)).build();
        }
        Optional<Reason> accepted = Optional.empty();
        assertEquals(accepted, verdict(v -> v, target));
        assertEquals(Optional.of(Reason.WRONG_ENDPOINT), verdict(v -> v.endpoint("other.example"), get));
        assertEquals(Optional.of(Reason.REGION), verdict(v -> v.region("eu-west-1"), get));
        assertEquals(
                Optional.of(Reason.HEADER_NOT_SIGNED), verdict(v -> v.requiredHeaders(List.of("content-type")), get));
        assertEquals(Optional.of(Reason.LIFETIME_TOO_LONG), verdict(v -> v.maxExpiresIn(Duration.ofMinutes(1)), get));
        assertEquals(Optional.of(Reason.NOT_YET_VALID), verdict(v -> v.clockSkew(Duration.ZERO), future));
        assertEquals(Optional.of(Reason.NOT_YET_VALID), verdict(v -> v.clockSkew(Duration.ofMinutes(1)), future));
        assertEquals(accepted, verdict(v -> v, future));
        assertEquals(Optional.of(Reason.SIGNATURE), verdict(v -> v, head));
        assertEquals(accepted, verdict(Verifier.Builder::allowHeadForGet, head));
        assertEquals(Optional.of(Reason.HEADER_NOT_SIGNED), verdict(v -> v, acl));
        assertEquals(accepted, verdict(Verifier.Builder::allowUnsignedAmzHeaders, acl));
        assertEquals(Optional.of(Reason.HEADER_NOT_SIGNED), verdict(Verifier.Builder::allowUnsignedAmzHeaders, goog));
        assertEquals(accepted, verdict(Verifier.Builder::allowUnsignedStorageHeaders, goog));
        assertEquals(accepted, verdict(v -> v, version2));
        assertEquals(Optional.of(Reason.VERSION_2), verdict(Verifier.Builder::refuseVersion2, version2));
    }

    @Test
    void aConnectionHeaderIsReadWhateverItsEncoding() {
        try (Signer signer = Repository.builder().build();
                Verifier verifier = Verifier.builder(
                                Secrets.of(Map.of(Repository.ACCESS_KEY, Secret.of(Repository.SECRET_KEY))))
                        .build()) {
            String url = signer.presign(Request.get("photos", "cat.jpg")
                            .expiresIn(HOUR)
                            .header("x-amz-meta-a", "b")
                            .build())
                    .url();
            Received.Builder plain = Received.url("GET", url).header("x-amz-meta-a", "b");
            assertEquals(
                    "cat.jpg",
                    verifier.verify(plain.header("Connection", "close, \udc00").build())
                            .key());
            for (String value : new String[] {"x-amz-meta-a", "x-amz-meta-a, \udc00", "\ud800,x-amz-meta-a"}) {
                Received received = Received.url("GET", url)
                        .header("x-amz-meta-a", "b")
                        .header("Connection", value)
                        .build();
                assertThrows(RefusedException.class, () -> verifier.verify(received), value);
            }
        }
    }

    @Test
    void aHeaderThatIsNoTextIsRefusedOnlyIfItIsSigned() {
        String link = link();
        assertEquals(
                Optional.empty(),
                verdict(
                        v -> v,
                        Received.url("GET", link).header("Referer", "\udc00").build()));
        try (Signer signer = Repository.builder().build()) {
            Presigned signed = signer.presign(Request.get("photos", "k")
                    .expiresIn(HOUR)
                    .header("Referer", "x")
                    .build());
            assertTrue(verdict(
                            v -> v,
                            Received.url("GET", signed.url())
                                    .header("Referer", "\udc00")
                                    .build())
                    .isPresent());
        }
    }

    @Test
    void inspectReadsALinkWithoutASecret() {
        Instant signAt = Instant.ofEpochSecond(1_700_000_000);
        try (Signer signer = Signer.builder(Repository.ACCESS_KEY, Repository.SECRET_KEY)
                .region("eu-west-1")
                .sessionToken("very-secret-token")
                .build()) {
            Presigned made = signer.presign(Request.get("photos", "cat.jpg")
                    .expiresIn(HOUR)
                    .versionId("v1")
                    .contentType("image/png")
                    .signAt(signAt)
                    .build());
            assertTrue(made.warnings().contains(Warning.CONTENT_TYPE_OF_DOWNLOAD));
            Inspection found = Presign.inspect(made.url());
            assertEquals(SignatureVersion.V4, found.version());
            assertEquals("photos.s3.eu-west-1.amazonaws.com", found.host());
            assertEquals("photos", found.bucket());
            assertEquals("cat.jpg", found.key());
            assertEquals("eu-west-1", found.region());
            assertEquals(Optional.of(signAt), found.signedAt());
            assertEquals(signAt.plus(HOUR), found.expiresAt());
            assertEquals(List.of("content-type"), found.signedHeaders());
            assertEquals(List.of(new Pair("versionId", "v1")), found.query());
            assertTrue(found.warnings().containsAll(List.of(Warning.EXPIRED, Warning.SESSION_TOKEN)));
            assertFalse(found.toString().contains("very-secret-token"));
        }
        assertThrows(RefusedException.class, () -> Presign.inspect("https://h/b/k"));
    }

    private static Cause cause(String link, Secrets secrets) {
        Explanation found = Presign.explain(Received.url("GET", link).build(), secrets, new Explanation.Options());
        assertFalse(found.sentence().isEmpty());
        return found.cause();
    }

    @Test
    void explainNamesTheMistake() {
        String link = link();
        String moved = link.replace("files.example", "files.example:8443");
        assertEquals(Cause.HOST_PORT, cause(moved, KNOWN));
        assertEquals(Cause.SECRET_KEY, cause(link, accessKey -> Optional.of(Secret.of("other"))));
        assertEquals(Cause.ACCESS_KEY, cause(link, accessKey -> Optional.empty()));
        assertEquals(Cause.UNREADABLE, cause(link.substring(0, link.indexOf('&')), KNOWN));
        try (Verifier verifier = Verifier.builder(KNOWN).build()) {
            Explanation found =
                    verifier.explain(Received.url("GET", moved).build(), new Explanation.Options().showValues());
            assertEquals(Cause.HOST_PORT, found.cause());
            assertTrue(found.ours().startsWith("GET\n/photos/cat.jpg\n"), found.ours());
            assertTrue(found.ourStringToSign().startsWith("AWS4-HMAC-SHA256\n"), found.ourStringToSign());
        }
        assertThrows(
                PresignException.ResponseException.class,
                () -> Presign.explain(
                        Received.url("GET", link).build(), KNOWN, new Explanation.Options().response("hello")));
    }

    @Test
    void explainReadsTheAnswersThatStoragesGave() {
        JsonObject file =
                new Gson().fromJson(Repository.read("tests/explaining/quoted_answers.json"), JsonObject.class);
        int read = 0;
        for (JsonElement each : file.getAsJsonArray("answers")) {
            JsonObject answer = each.getAsJsonObject();
            String kind = answer.get("link").getAsString();
            if (!kind.equals("v4") && !kind.equals("v2")) {
                continue;
            }
            SignatureVersion version = SignatureVersion.valueOf(kind.toUpperCase(Locale.ROOT));
            try (Signer signer = Repository.builder().version(version).build()) {
                Explanation found = Presign.explain(
                        Received.url("GET", signer.get("photos", "cat.jpg", HOUR))
                                .build(),
                        KNOWN,
                        new Explanation.Options()
                                .response(answer.get("response").getAsString()));
                assertEquals(answer.get("cause").getAsString(), found.cause().machineName(), answer.toString());
                read++;
            }
        }
        assertTrue(read > 10);
    }

    /** libpresign accepts no request without a secret. If it ever did, the request would be refused here. */
    @Test
    void nothingIsAcceptedWithoutASecret() {
        assertThrows(AssertionError.class, () -> Verifier.wantsSecret(() -> null));
        RefusedException unknown = new RefusedException(Reason.UNKNOWN_ACCESS_KEY, 403, "", "", "");
        assertSame(unknown, Verifier.wantsSecret(() -> {
            throw unknown;
        }));
        RefusedException expired = new RefusedException(Reason.EXPIRED, 403, "", "", "");
        assertSame(
                expired,
                assertThrows(
                        RefusedException.class,
                        () -> Verifier.wantsSecret(() -> {
                            throw expired;
                        })));
    }
}
