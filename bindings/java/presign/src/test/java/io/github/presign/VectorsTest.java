package io.github.presign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.presign.Repository.Vector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VectorsTest {
    static Stream<Arguments> links() {
        return Stream.of(SignatureVersion.values())
                .flatMap(version -> Repository.vectors(version == SignatureVersion.V4 ? "sigv4" : "sigv2").stream()
                        .map(vector -> Arguments.of(version, vector)));
    }

    private static Request.Builder request(Vector vector, String key) {
        Request.Builder builder = Request.of(vector.text("method"), vector.text("bucket"), key)
                .signAt(Instant.ofEpochSecond(vector.number("sign_at")));
        vector.pairs("query").forEach(pair -> builder.query(pair.name(), pair.value()));
        vector.pairs("headers").forEach(pair -> builder.header(pair.name(), pair.value()));
        return builder;
    }

    /** What must be equal of a URL; in version 2 the order of the query is free. */
    private static List<String> parts(String url, SignatureVersion version) {
        String[] halves = url.split("\\?", 2);
        String[] parameters = halves[1].split("&");
        if (version == SignatureVersion.V2) {
            Arrays.sort(parameters);
        }
        List<String> parts = new ArrayList<>(List.of(halves[0]));
        parts.addAll(List.of(parameters));
        return parts;
    }

    @ParameterizedTest
    @MethodSource("links")
    void everyMethodReturnsTheUrlOfTheVector(SignatureVersion version, Vector vector) {
        Duration expiresIn = Duration.ofSeconds(vector.number("expires_in"));
        if (vector.number("sign_at") == 0) {
            // As in C: a forgotten time is 0.
            assertThrows(
                    PresignException.TimeException.class,
                    () -> request(vector, vector.text("key"))
                            .expiresIn(expiresIn)
                            .build());
            return;
        }
        Instant expiresAt = Instant.ofEpochSecond(vector.number("sign_at") + vector.number("expires_in"));
        List<String> expected = parts(vector.text("url"), version);
        String key = vector.text("key");
        Request request = request(vector, key).expiresIn(expiresIn).build();
        Request until =
                request(vector, key).expiresAt(expiresAt.plusNanos(999_999_999)).build();
        try (Signer signer = vector.signer(version)) {
            Presigned made = signer.presign(request);
            assertEquals(expected, parts(made.url(), version));
            assertEquals(vector.text("method"), made.method());
            assertEquals(expiresAt, made.expiresAt());
            Map<String, String> headers = new TreeMap<>();
            vector.pairs("headers")
                    .forEach(pair -> headers.put(
                            pair.name().toLowerCase(java.util.Locale.ROOT),
                            pair.value().strip()));
            assertEquals(headers, made.headers());
            assertEquals(made.url(), made.uri().toString());
            assertEquals(expected, parts(signer.presign(until).url(), version));
            if (key.isEmpty()) {
                return;
            }
            List<String> urls = new ArrayList<>(signer.presignRequests(List.of(request, until)));
            urls.addAll(signer.presignRequests(List.of(until), 0));
            signer.presignRequestsAsLinks(List.of(request), 1).forEach(urls::add);
            Request shared = request(vector, "").expiresIn(expiresIn).build();
            urls.addAll(signer.presignMany(shared, List.of(key, key)));
            urls.addAll(signer.presignMany(shared, List.of(key), 2));
            signer.presignManyAsLinks(shared, List.of(key, key)).forEach(urls::add);
            try (Template template = signer.template(shared)) {
                assertEquals(expiresAt, template.expiresAt());
                urls.add(template.url(key));
            }
            assertEquals(10, urls.size());
            for (String url : urls) {
                assertEquals(expected, parts(url, version));
            }
        }
    }

    static Stream<Vector> forms() {
        return Repository.vectors("post").stream();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aFormHasTheFieldsOfTheVector(Vector vector) {
        PostRequest.Builder builder = PostRequest.of(vector.text("bucket"), vector.text("key"))
                .signAt(Instant.ofEpochSecond(vector.number("sign_at")))
                .expiresIn(Duration.ofSeconds(vector.number("expires_in")));
        vector.pairs("given_fields").forEach(pair -> builder.field(pair.name(), pair.value()));
        for (JsonElement given : vector.json().getAsJsonArray("given_conditions")) {
            builder.condition(condition(given));
        }
        SignatureVersion version = vector.text("version").equals("v2") ? SignatureVersion.V2 : SignatureVersion.V4;
        try (Signer signer = vector.signer(version)) {
            Form form = signer.presignPost(builder.build());
            String url = form.url();
            assertEquals(vector.text("url").replaceFirst("/$", ""), url.replaceFirst("/$", ""));
            List<Pair> expected = vector.pairs("fields");
            assertFalse(expected.isEmpty());
            assertEquals(
                    expected.stream().map(Pair::name).toList(),
                    form.fields().stream().map(Pair::name).toList());
            JsonObject ours = policy(form.fields());
            assertEquals(policy(expected), ours);
            // Of another text, the policy has another signature.
            if (named(form.fields(), "policy").equals(named(expected, "policy"))) {
                assertEquals(expected, form.fields());
            }
        }
    }

    private static String named(List<Pair> fields, String name) {
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static JsonObject policy(List<Pair> fields) {
        byte[] text = Base64.getDecoder().decode(named(fields, "policy"));
        return new Gson().fromJson(new String(text, StandardCharsets.UTF_8), JsonObject.class);
    }

    private static Condition condition(JsonElement given) {
        if (given.isJsonObject()) {
            Map.Entry<String, JsonElement> exact =
                    given.getAsJsonObject().entrySet().iterator().next();
            return Condition.exact(exact.getKey(), exact.getValue().getAsString());
        }
        JsonArray array = given.getAsJsonArray();
        return switch (array.get(0).getAsString()) {
            case "content-length-range" ->
                Condition.size(array.get(1).getAsLong(), array.get(2).getAsLong());
            case "starts-with" ->
                Condition.startsWith(
                        array.get(1).getAsString().substring(1), array.get(2).getAsString());
            case "eq" ->
                Condition.exact(
                        array.get(1).getAsString().substring(1), array.get(2).getAsString());
            default -> throw new AssertionError(array.toString());
        };
    }
}
