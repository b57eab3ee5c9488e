package io.github.presign;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** The secret key of an access key. Its printed form shows nothing of it. */
public final class Secret {
    private static final long ACCESS_KEY = Struct.SECRET.at("access_key");
    private static final long SECRET_KEY = Struct.SECRET.at("secret_key");
    private static final long SESSION_TOKEN = Struct.SECRET.at("session_token");

    // Transient, because encoders that read private fields (Gson) leave such fields out.
    private final transient String secretKey;
    private final transient String sessionToken;

    private Secret(String secretKey, String sessionToken) {
        this.secretKey = Objects.requireNonNull(secretKey, "secretKey");
        this.sessionToken = Objects.requireNonNull(sessionToken, "sessionToken");
    }

    /**
     * Returns a secret whose URLs carry no session token.
     *
     * @param secretKey the secret key
     * @return the secret
     */
    public static Secret of(String secretKey) {
        return new Secret(secretKey, "");
    }

    /**
     * Returns the secret of temporary credentials.
     *
     * @param secretKey the secret key
     * @param sessionToken the session token that the URL must carry
     * @return the secret
     */
    public static Secret of(String secretKey, String sessionToken) {
        return new Secret(secretKey, sessionToken);
    }

    MemorySegment struct(Memory memory, String accessKey) {
        MemorySegment struct = memory.allocate(Struct.SECRET.size());
        memory.text(struct, ACCESS_KEY, "accessKey", accessKey);
        memory.secret(struct, SECRET_KEY, "secretKey", secretKey);
        memory.secret(struct, SESSION_TOKEN, "sessionToken", sessionToken);
        return struct;
    }

    @Override
    public String toString() {
        return "Secret[...]";
    }
}
