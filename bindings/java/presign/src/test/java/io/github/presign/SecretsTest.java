package io.github.presign;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

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
