package io.github.presign;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What an upload form allows, and until when. */
public final class PostRequest {
    private static final long BUCKET = Struct.POST_OPTIONS.at("bucket");
    private static final long KEY = Struct.POST_OPTIONS.at("key");
    private static final long FIELDS = Struct.POST_OPTIONS.at("fields");
    private static final long CONDITIONS = Struct.POST_OPTIONS.at("conditions");
    private static final long CONDITIONS_COUNT = Struct.POST_OPTIONS.at("conditions_count");
    private static final long SIGN_AT = Struct.POST_OPTIONS.at("sign_at");
    private static final long EXPIRES_AT = Struct.POST_OPTIONS.at("expires_at");
    private static final long EXPIRES_IN = Struct.POST_OPTIONS.at("expires_in");

    private static final long CONDITION_KIND = Struct.CONDITION.at("kind");
    private static final long CONDITION_NAME = Struct.CONDITION.at("name");
    private static final long CONDITION_VALUE = Struct.CONDITION.at("value");
    private static final long CONDITION_MIN = Struct.CONDITION.at("min");
    private static final long CONDITION_MAX = Struct.CONDITION.at("max");

    private static final long FORM_URL = Struct.FORM.at("url");
    private static final long FORM_FIELDS = Struct.FORM.at("fields");
    private static final long FORM_EXPIRES_AT = Struct.FORM.at("expires_at");

    private final String bucket;
    private final String key;
    private final List<Pair> fields;
    private final List<Condition> conditions;
    private final int expiresIn;
    private final long expiresAt;
    private final long signAt;

    private PostRequest(Builder from) {
        bucket = from.bucket;
        key = from.key;
        fields = List.copyOf(from.fields);
        conditions = List.copyOf(from.conditions);
        expiresIn = Times.lifetime(from.expiresIn);
        expiresAt = Times.unixSeconds("expiresAt", from.expiresAt);
        signAt = Times.unixSeconds("signAt", from.signAt);
    }

    /**
     * Begins a form.
     *
     * @param bucket the bucket's name
     * @param key the object's key. If it ends in ${filename}, the name of the file replaces that, and the uploader may
     *     choose any key that begins with the text before it
     * @return a builder
     */
    public static Builder of(String bucket, String key) {
        return new Builder(bucket, key);
    }

    Form sign(long signer, long overhead) {
        try (Memory memory = new Memory(2048)) {
            MemorySegment options = memory.struct(Struct.POST_OPTIONS);
            memory.text(options, BUCKET, "bucket", bucket);
            memory.text(options, KEY, "key", key);
            memory.pairs(options, FIELDS, "field", fields);
            MemorySegment array = memory.array(Struct.CONDITION, conditions.size());
            long at = 0;
            for (Condition condition : conditions) {
                array.set(JAVA_INT, at + CONDITION_KIND, condition.kind());
                memory.text(array, at + CONDITION_NAME, "condition", condition.name());
                memory.text(array, at + CONDITION_VALUE, "condition", condition.value());
                array.set(JAVA_LONG, at + CONDITION_MIN, condition.min());
                array.set(JAVA_LONG, at + CONDITION_MAX, condition.max());
                at += Struct.CONDITION.size();
            }
            options.set(JAVA_LONG, CONDITIONS, array.address());
            options.set(JAVA_LONG, CONDITIONS_COUNT, conditions.size());
            options.set(JAVA_LONG, SIGN_AT, signAt == 0 ? Times.now() : signAt);
            options.set(JAVA_LONG, EXPIRES_AT, expiresAt);
            options.set(JAVA_INT, EXPIRES_IN, expiresIn);
            MemorySegment form = memory.struct(Struct.FORM);
            memory.write(
                    4096 + overhead,
                    (out, size, length, error) ->
                            LibPresign.post(signer, options.address(), form.address(), out, size, length, error));
            return new Form(
                    memory.text(form, FORM_URL),
                    memory.pairs(form, FORM_FIELDS),
                    Instant.ofEpochSecond(form.get(JAVA_LONG, FORM_EXPIRES_AT)));
        }
    }

    @Override
    public String toString() {
        return "PostRequest[bucket=" + bucket + ", key=" + key + ", fields=" + Request.names(fields) + ", conditions="
                + conditions + "]";
    }

    /** Collects a form. Exactly one of {@link #expiresIn} and {@link #expiresAt} is given. */
    public static final class Builder {
        private final String bucket;
        private final String key;
        private final List<Pair> fields = new ArrayList<>();
        private final List<Condition> conditions = new ArrayList<>();
        private Duration expiresIn;
        private Instant expiresAt;
        private Instant signAt;

        private Builder(String bucket, String key) {
            this.bucket = Objects.requireNonNull(bucket, "bucket");
            this.key = Objects.requireNonNull(key, "key");
        }

        /**
         * Adds a field: Content-Type, acl, x-amz-meta-*, ... It needs a condition that it meets, unless its name begins
         * with x-ignore-.
         *
         * @param name the field's name
         * @param value the field's value
         * @return this
         */
        public Builder field(String name, String value) {
            fields.add(new Pair(name, value));
            return this;
        }

        /**
         * Adds a condition beside those on bucket and key.
         *
         * @param condition what the storage checks
         * @return this
         */
        public Builder condition(Condition condition) {
            conditions.add(Objects.requireNonNull(condition, "condition"));
            return this;
        }

        /**
         * Sets the lifetime.
         *
         * @param expiresIn whole seconds; the limit of seven days does not apply to forms
         * @return this
         */
        public Builder expiresIn(Duration expiresIn) {
            this.expiresIn = Objects.requireNonNull(expiresIn, "expiresIn");
            return this;
        }

        /**
         * Sets when the form expires.
         *
         * @param expiresAt a time, which is cut to the second
         * @return this
         */
        public Builder expiresAt(Instant expiresAt) {
            this.expiresAt = Objects.requireNonNull(expiresAt, "expiresAt");
            return this;
        }

        /**
         * Sets the signing time. Default: now.
         *
         * @param signAt a time, which is cut to the second
         * @return this
         */
        public Builder signAt(Instant signAt) {
            this.signAt = Objects.requireNonNull(signAt, "signAt");
            return this;
        }

        /** {@return the form, of which signing checks the rest} */
        public PostRequest build() {
            return new PostRequest(this);
        }
    }
}
