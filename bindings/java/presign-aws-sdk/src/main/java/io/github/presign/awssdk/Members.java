package io.github.presign.awssdk;

import io.github.presign.Request;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;
import software.amazon.awssdk.utils.DateUtils;

/** What the members of an SDK request become: query parameters and headers, as its own schema says. */
final class Members {
    private Members() {}

    /**
     * Adds the members of a request.
     *
     * @return whether all of them are known to be query parameters or headers; if not, only the SDK can sign the request
     */
    static boolean add(AwsRequest request, Request.Builder to) {
        if (request.overrideConfiguration().isPresent()) {
            return false;
        }
        for (SdkField<?> field : request.sdkFields()) {
            Object value = field.getValueOrDefault(request);
            if (value != null && !isBucketOrKey(field) && !add(field, value, to)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBucketOrKey(SdkField<?> field) {
        return field.location() == MarshallLocation.PATH || field.location() == MarshallLocation.GREEDY_PATH;
    }

    private static boolean add(SdkField<?> field, Object value, Request.Builder to) {
        boolean isHeader = field.location() == MarshallLocation.HEADER;
        if (!isHeader && field.location() != MarshallLocation.QUERY_PARAM) {
            return false;
        }
        if (isHeader && value instanceof Map<?, ?> map) {
            map.forEach((name, each) -> to.header(field.locationName() + name, (String) each));
            return true;
        }
        Optional<String> text = text(field, value);
        text.ifPresent(found -> {
            if (isHeader) {
                to.header(field.locationName(), found);
            } else {
                to.query(field.locationName(), found);
            }
        });
        return text.isPresent();
    }

    private static Optional<String> text(SdkField<?> field, Object value) {
        if (value instanceof Instant instant) {
            return field.getOptionalTrait(TimestampFormatTrait.class)
                                    .map(TimestampFormatTrait::format)
                                    .orElse(TimestampFormatTrait.Format.RFC_822)
                            == TimestampFormatTrait.Format.RFC_822
                    ? Optional.of(DateUtils.formatRfc822Date(instant))
                    : Optional.empty();
        }
        return value instanceof String || value instanceof Number || value instanceof Boolean
                ? Optional.of(value.toString())
                : Optional.empty();
    }
}
