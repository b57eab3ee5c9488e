package io.github.presign;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/** The layout of a struct of presign.h on 64-bit platforms. StructTest compares all with those of the C compiler. */
record Struct(String name, StructLayout layout) {
    /** Fields in the order of the header. */
    private static Struct of(String name, MemoryLayout... fields) {
        return new Struct(name, MemoryLayout.structLayout(fields).withName(name));
    }

    private static MemoryLayout int32(String name) {
        return JAVA_INT.withName(name);
    }

    /** A number of 64 bits, a size_t or a pointer. */
    private static MemoryLayout int64(String name) {
        return JAVA_LONG.withName(name);
    }

    private static MemoryLayout str(String name) {
        return STR.layout.withName(name);
    }

    static final Struct STR = of("presign_str", int64("ptr"), int64("len"));
    static final Struct PAIR = of("presign_pair", str("name"), str("value"));
    static final Struct ERROR = of(
            "presign_error",
            int64("struct_size"),
            int32("status"),
            int32("reason"),
            int64("index"),
            MemoryLayout.sequenceLayout(512, JAVA_BYTE).withName("message"));
    static final Struct SIGNER_OPTIONS = of(
            "presign_signer_options",
            int64("struct_size"),
            str("access_key"),
            str("secret_key"),
            str("session_token"),
            str("region"),
            str("endpoint"),
            int32("addressing"),
            int32("version"),
            int64("max_expires_in"),
            int64("credentials_expire_at"));
    static final Struct REQUEST = of(
            "presign_request",
            int64("struct_size"),
            str("method"),
            str("bucket"),
            str("key"),
            int64("query"),
            int64("query_count"),
            int64("headers"),
            int64("headers_count"),
            int64("sign_at"),
            int64("expires_at"),
            int64("stable_for"),
            int32("expires_in"),
            int32("reserved"));
    static final Struct PRESIGNED_REQUEST = of(
            "presign_presigned_request",
            int64("struct_size"),
            str("url"),
            str("method"),
            int64("headers"),
            int64("headers_count"),
            int64("expires_at"),
            int32("warnings"),
            int32("reserved"));
    static final Struct BATCH_OPTIONS =
            of("presign_batch_options", int64("struct_size"), int32("threads"), int32("separator"));
    static final Struct PLAYLIST_OPTIONS =
            of("presign_playlist_options", int64("struct_size"), str("nested"), int32("flags"), int32("reserved"));
    static final Struct CONDITION = of(
            "presign_condition",
            int64("struct_size"),
            int32("kind"),
            int32("reserved"),
            str("name"),
            str("value"),
            int64("min"),
            int64("max"));
    static final Struct POST_OPTIONS = of(
            "presign_post_options",
            int64("struct_size"),
            str("bucket"),
            str("key"),
            int64("fields"),
            int64("fields_count"),
            int64("conditions"),
            int64("conditions_count"),
            int64("sign_at"),
            int64("expires_at"),
            int32("expires_in"),
            int32("reserved"));
    static final Struct FORM = of(
            "presign_form",
            int64("struct_size"),
            str("url"),
            int64("fields"),
            int64("fields_count"),
            int64("expires_at"));
    static final Struct RECEIVED = of(
            "presign_received",
            int64("struct_size"),
            str("method"),
            str("url"),
            str("host"),
            str("target"),
            int64("headers"),
            int64("headers_count"),
            int64("now"));
    static final Struct INSPECTION = of(
            "presign_inspection",
            int64("struct_size"),
            int32("version"),
            int32("warnings"),
            str("host"),
            str("bucket"),
            str("key"),
            str("access_key"),
            str("region"),
            int64("signed_at"),
            int64("expires_at"),
            int64("signed_headers"),
            int64("signed_headers_count"),
            int64("query"),
            int64("query_count"));
    static final Struct REFUSAL = of(
            "presign_refusal",
            int64("struct_size"),
            int32("reason"),
            int32("http_status"),
            str("code"),
            str("message"),
            str("detail"));
    static final Struct VERIFIER_OPTIONS = of(
            "presign_verifier_options",
            int64("struct_size"),
            str("endpoint"),
            str("bucket"),
            str("region"),
            int64("required_headers"),
            int64("required_headers_count"),
            int64("max_expires_in"),
            int64("clock_skew"),
            int32("addressing"),
            int32("flags"));
    static final Struct SECRET = of("presign_secret", str("access_key"), str("secret_key"), str("session_token"));
    static final Struct VERIFIED = of(
            "presign_verified",
            int64("struct_size"),
            int32("version"),
            int32("reserved"),
            str("bucket"),
            str("key"),
            str("access_key"),
            str("region"),
            int64("signed_at"),
            int64("expires_at"),
            int64("signed_headers"),
            int64("signed_headers_count"));
    static final Struct EXPLAIN_OPTIONS =
            of("presign_explain_options", int64("struct_size"), str("response"), int32("flags"), int32("reserved"));
    static final Struct EXPLANATION = of(
            "presign_explanation",
            int64("struct_size"),
            int32("cause"),
            int32("reserved"),
            str("sentence"),
            str("ours"),
            str("theirs"),
            str("our_string_to_sign"),
            str("their_string_to_sign"));
    static final Struct IP_POLICY_OPTIONS = of(
            "presign_ip_policy_options",
            int64("struct_size"),
            str("bucket"),
            str("pattern"),
            str("region"),
            int64("allow"),
            int64("allow_count"),
            int64("actions"),
            int64("actions_count"));

    /** Returns the offset of a field in bytes. */
    long at(String field) {
        return layout.byteOffset(PathElement.groupElement(field));
    }

    /** Returns the size in bytes. */
    long size() {
        return layout.byteSize();
    }

    /** Whether the struct begins with its size. */
    boolean hasSize() {
        return layout.memberLayouts().getFirst().name().orElseThrow().equals("struct_size");
    }

    /** Sets the size at the beginning of a struct. */
    MemorySegment sized(MemorySegment struct) {
        if (hasSize()) {
            struct.set(JAVA_LONG, 0, size());
        }
        return struct;
    }
}
