package io.github.presign;

import java.util.Objects;

/** What a storage checks on an upload with a form. */
public final class Condition {
    private static final int EXACT = 1;
    private static final int STARTS_WITH = 2;
    private static final int SIZE = 3;

    private final int kind;
    private final String name;
    private final String value;
    private final long min;
    private final long max;

    private Condition(int kind, String name, String value, long min, long max) {
        this.kind = kind;
        this.name = Objects.requireNonNull(name, "name");
        this.value = Objects.requireNonNull(value, "value");
        this.min = min;
        this.max = max;
    }

    /**
     * Returns the condition that a field has exactly this value. The field must be among those of the form.
     *
     * @param name the field's name
     * @param value the field's value
     * @return the condition
     */
    public static Condition exact(String name, String value) {
        return new Condition(EXACT, name, value, 0, 0);
    }

    /**
     * Returns the condition that the value of a field begins with a prefix.
     *
     * @param name the field's name
     * @param prefix the prefix; an empty one allows any value
     * @return the condition
     */
    public static Condition startsWith(String name, String prefix) {
        return new Condition(STARTS_WITH, name, prefix, 0, 0);
    }

    /**
     * Returns the condition on the file's size.
     *
     * @param least the smallest size in bytes
     * @param most the largest size in bytes
     * @return the condition
     */
    public static Condition size(long least, long most) {
        if (least < 0 || most < 0) {
            throw Status.FORM.exception("a size must not be negative, got " + least + " to " + most);
        }
        return new Condition(SIZE, "", "", least, most);
    }

    int kind() {
        return kind;
    }

    String name() {
        return name;
    }

    String value() {
        return value;
    }

    long min() {
        return min;
    }

    long max() {
        return max;
    }

    @Override
    public String toString() {
        return kind == SIZE ? "Condition[size " + min + " to " + max + "]" : "Condition[name=" + name + "]";
    }
}
