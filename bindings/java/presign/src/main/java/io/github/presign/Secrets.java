package io.github.presign;

import java.util.Map;
import java.util.Optional;

/** Where a {@link Verifier} finds the secret of an access key. */
@FunctionalInterface
public interface Secrets {
    /**
     * Returns the secret of an access key. It is asked once for a request, after all checks that need no secret; what it
     * throws, {@link Verifier#verify} throws.
     *
     * @param accessKey unverified text from the URL
     * @return the secret; empty if the access key is unknown
     */
    Optional<Secret> of(String accessKey);

    /**
     * Returns secrets that are looked up in a map.
     *
     * @param secrets the secrets by their access keys
     * @return the secrets of a copy of the map
     */
    static Secrets of(Map<String, Secret> secrets) {
        Map<String, Secret> copy = Map.copyOf(secrets);
        return accessKey -> Optional.ofNullable(copy.get(accessKey));
    }
}
