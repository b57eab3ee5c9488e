package io.github.presign;

import java.util.Objects;

/**
 * A name with its value: a query parameter, a header or a field of a form. Its printed form has no value, which may be
 * secret.
 *
 * @param name the name
 * @param value the value
 */
public record Pair(String name, String value) {
    /** Refuses null. */
    public Pair {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
    }

    @Override
    public String toString() {
        return "Pair[name=" + name + "]";
    }
}
