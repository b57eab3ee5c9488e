package io.github.presign;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    private static final String SECRET = "very-secret-key";
    private static final String TOKEN = "very-secret-token";
    private static final String HEADER = "very-secret-header";

    @Test
    void noPrintedFormShowsASecret() {
        Signer.Builder builder =
                Signer.builder("AKIDEXAMPLE", SECRET).sessionToken(TOKEN).endpoint("files.example");
        Secret secret = Secret.of(SECRET, TOKEN);
        Request.Builder request = Request.put("b", "k")
                .expiresIn(Duration.ofHours(1))
                .header("x-amz-server-side-encryption-customer-key", HEADER)
                .query("token", TOKEN);
        try (Signer signer = builder.build();
                Verifier verifier =
                        Verifier.builder(Secrets.of(Map.of("a", secret))).build();
                Template template = signer.template(Request.ofBucket("GET", "b")
                        .expiresIn(Duration.ofHours(1))
                        .build())) {
            Presigned presigned = signer.presign(request.build());
            String signature = presigned.url().substring(presigned.url().lastIndexOf('=') + 1);
            PostRequest post =
                    PostRequest.of("b", "k").expiresIn(Duration.ofHours(1)).build();
            Form form = signer.presignPost(post);
            String formSignature = form.fields().getLast().value();
            List<Object> shown = List.of(
                    builder,
                    signer,
                    secret,
                    verifier,
                    template,
                    request,
                    request.build(),
                    presigned,
                    post,
                    form,
                    form.fields(),
                    Received.url("GET", presigned.url())
                            .header("authorization", HEADER)
                            .build(),
                    signer.presignRequestsAsLinks(List.of(request.build()), 1));
            for (Object each : shown) {
                for (String word : List.of(SECRET, TOKEN, HEADER, signature, formSignature)) {
                    assertFalse(each.toString().contains(word), each.toString());
                }
            }
            assertTrue(signer.toString().contains("AKIDEXAMPLE"));
            assertTrue(signer.toString().contains("https://files.example"));
        }
    }

    /** Java's own serialization, and an encoder that reads private fields. */
    @Test
    void noEncodingHasASecret() {
        Signer.Builder builder = Signer.builder("AKIDEXAMPLE", SECRET).sessionToken(TOKEN);
        Secret secret = Secret.of(SECRET, TOKEN);
        try (Signer signer = builder.build();
                Verifier verifier =
                        Verifier.builder(Secrets.of(Map.of("a", secret))).build()) {
            for (Object each : List.of(builder, secret, signer, verifier)) {
                assertThrows(NotSerializableException.class, () -> serialized(each));
            }
        }
        String encoded = new Gson().toJson(List.of(builder, secret));
        assertFalse(encoded.contains(SECRET) || encoded.contains(TOKEN), encoded);
        assertTrue(encoded.contains("AKIDEXAMPLE"));
    }

    private static byte[] serialized(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    /** An exception can be serialized, and its stack trace is often logged. */
    @Test
    void noSerializedExceptionHasASecret() throws IOException {
        PresignException error = assertThrows(
                PresignException.class,
                Signer.builder("AKIDEXAMPLE", SECRET + "\n").sessionToken(TOKEN)::build);
        StringWriter trace = new StringWriter();
        error.printStackTrace(new PrintWriter(trace));
        for (String shown : List.of(trace.toString(), new String(serialized(error), StandardCharsets.ISO_8859_1))) {
            assertFalse(shown.contains(SECRET) || shown.contains(TOKEN), shown);
        }
    }

    /**
     * What can be reached after a signer was made has no copy of its secret key: a heap dump of live objects does not
     * either. The key is made at run time, and the test keeps it inverted.
     */
    @Test
    void noLiveObjectHasTheSecretKeyOfASigner(@TempDir Path folder) throws IOException {
        byte[] inverted = new byte[40];
        for (int index = 0; index < inverted.length; index++) {
            inverted[index] = (byte) ~('A' + ThreadLocalRandom.current().nextInt(26));
        }
        try (Signer signer = signerOf(inverted)) {
            assertTrue(signer.get("b", "k", Duration.ofHours(1)).contains("X-Amz-Signature"));
            assertFalse(isInHeap(inverted, folder.resolve("signer.hprof")));
        }
        String kept = secretKey(inverted);
        try {
            assertTrue(isInHeap(inverted, folder.resolve("kept.hprof")), "the search finds a live object");
        } finally {
            Reference.reachabilityFence(kept);
        }
    }

    private static Signer signerOf(byte[] inverted) {
        return Signer.builder("AKIDEXAMPLE", secretKey(inverted))
                .endpoint("files.example")
                .build();
    }

    private static String secretKey(byte[] inverted) {
        byte[] bytes = new byte[inverted.length];
        for (int index = 0; index < bytes.length; index++) {
            bytes[index] = (byte) ~inverted[index];
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static boolean isInHeap(byte[] inverted, Path file) throws IOException {
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(file.toString(), true);
        byte[] dump = Files.readAllBytes(file);
        for (int start = 0; start <= dump.length - inverted.length; start++) {
            int same = 0;
            while (same < inverted.length && dump[start + same] == (byte) ~inverted[same]) {
                same++;
            }
            if (same == inverted.length) {
                return true;
            }
        }
        return false;
    }

    @Test
    void noErrorShowsASecret() {
        List<UnaryOperator<Signer.Builder>> changes = List.of(
                builder -> builder.sessionToken(TOKEN + " "),
                builder -> builder.sessionToken(TOKEN + "\ud800"),
                builder -> builder.region("no region"),
                builder -> builder.endpoint("https://" + SECRET + "@host"));
        for (UnaryOperator<Signer.Builder> change : changes) {
            Signer.Builder builder =
                    change.apply(Signer.builder("AKIDEXAMPLE", SECRET).sessionToken(TOKEN));
            PresignException error = assertThrows(PresignException.class, builder::build);
            assertFalse(error.toString().contains(SECRET) || error.toString().contains(TOKEN), error.toString());
        }
        for (String secret : List.of("", SECRET + "\n", " " + SECRET, SECRET + "\udc00")) {
            PresignException error = assertThrows(PresignException.class, Signer.builder("AKIDEXAMPLE", secret)::build);
            assertFalse(error.toString().contains(SECRET), error.toString());
        }
    }
}
