package io.github.presign;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The repository's own files, and settings that many tests share. */
final class Repository {
    static final String ACCESS_KEY = "AKIAIOSFODNN7EXAMPLE";
    static final String SECRET_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    /** Maven runs tests in the folder of the module. */
    static final Path ROOT = Path.of("../../..").toAbsolutePath().normalize();

    private Repository() {}

    static Signer.Builder builder() {
        return Signer.builder(ACCESS_KEY, SECRET_KEY).endpoint("files.example");
    }

    static String read(String path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** A case of tests/vectors, which botocore and AWS's documentation gave. */
    record Vector(JsonObject json, String accessKey, String secretKey) {
        String text(String name) {
            JsonElement element = json.get(name);
            return element == null || element.isJsonNull() ? "" : element.getAsString();
        }

        long number(String name) {
            return json.get(name).getAsLong();
        }

        /** A list of pairs, or an object. */
        List<Pair> pairs(String name) {
            List<Pair> pairs = new ArrayList<>();
            JsonElement element = json.get(name);
            if (element.isJsonObject()) {
                element.getAsJsonObject()
                        .entrySet()
                        .forEach(entry -> pairs.add(
                                new Pair(entry.getKey(), entry.getValue().getAsString())));
            } else {
                for (JsonElement pair : element.getAsJsonArray()) {
                    pairs.add(new Pair(
                            pair.getAsJsonArray().get(0).getAsString(),
                            pair.getAsJsonArray().get(1).getAsString()));
                }
            }
            return pairs;
        }

        Signer signer(SignatureVersion version) {
            Signer.Builder builder = Signer.builder(accessKey, secretKey)
                    .endpoint(text("endpoint"))
                    .region(text("region"))
                    .version(version)
                    .sessionToken(text("session_token"));
            if (!text("addressing").isEmpty()) {
                builder.addressing(Addressing.valueOf(text("addressing").toUpperCase(java.util.Locale.ROOT)));
            }
            return builder.build();
        }

        @Override
        public String toString() {
            return text("name");
        }
    }

    static List<Vector> vectors(String name) {
        JsonObject file = new Gson().fromJson(read("tests/vectors/" + name + ".json"), JsonObject.class);
        List<Vector> vectors = new ArrayList<>();
        for (JsonElement each : file.getAsJsonArray("cases")) {
            vectors.add(new Vector(
                    each.getAsJsonObject(),
                    file.get("access_key").getAsString(),
                    file.get("secret_key").getAsString()));
        }
        return vectors;
    }
}
