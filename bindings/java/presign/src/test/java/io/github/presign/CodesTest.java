package io.github.presign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CodesTest {
    /** Of the C interface alone: these become UNEXPECTED, or never leave the package. */
    private static final Set<String> OF_C =
            Set.of("NULL_POINTER", "STRUCT_SIZE", "BUFFER_TOO_SMALL", "OFFSETS", "PANIC");

    /** The constants of the header whose names begin with a prefix. */
    private static Map<String, Integer> header(String prefix) {
        Map<String, Integer> constants = new TreeMap<>();
        Matcher defined = Pattern.compile("^#define PRESIGN_" + prefix + "_(\\w+) (\\w+?)u?$", Pattern.MULTILINE)
                .matcher(Repository.read("include/presign.h"));
        while (defined.find()) {
            constants.put(defined.group(1), Integer.decode(defined.group(2)));
        }
        assertTrue(constants.size() > 1, prefix);
        return constants;
    }

    @Test
    void everyCodeHasTheNumberOfTheHeader() {
        Map<String, Integer> statuses = header("ERR");
        assertTrue(statuses.keySet().containsAll(OF_C));
        assertEquals(statuses.get("PANIC"), Status.UNEXPECTED.number());
        assertEquals(statuses.get("BUFFER_TOO_SMALL"), Status.BUFFER_TOO_SMALL);
        statuses.keySet().removeAll(OF_C);
        Map<String, Integer> ours = new TreeMap<>();
        Stream.of(Status.values()).forEach(each -> ours.put(each.name(), each.number()));
        ours.remove("UNEXPECTED");
        assertEquals(statuses, ours);

        Map<String, Integer> reasons = new TreeMap<>(Map.copyOf(header("REASON")));
        reasons.put("UNKNOWN", 0);
        Map<String, Integer> ourReasons = new TreeMap<>();
        Stream.of(Reason.values()).forEach(each -> ourReasons.put(each.name(), each.number()));
        assertEquals(reasons, ourReasons);

        Map<String, Integer> causes = new TreeMap<>(header("CAUSE"));
        causes.put("UNKNOWN", 0);
        Map<String, Integer> ourCauses = new TreeMap<>();
        Stream.of(Cause.values()).forEach(each -> ourCauses.put(each.name(), each.number()));
        assertEquals(causes, ourCauses);

        Map<String, Integer> ourWarnings = new TreeMap<>();
        Stream.of(Warning.values()).forEach(each -> ourWarnings.put(each.name(), each.bit()));
        assertEquals(header("WARNING"), ourWarnings);

        Map<String, Integer> ourStyles = new TreeMap<>();
        Stream.of(Addressing.values()).forEach(each -> ourStyles.put(each.name(), each.number()));
        assertEquals(header("ADDRESSING"), ourStyles);
        assertEquals(header("SIGNATURE").get("V2"), SignatureVersion.V2.number());
        assertEquals(header("SIGNATURE").get("V4"), SignatureVersion.V4.number());
        assertEquals(header("DISPOSITION").get("INLINE"), Disposition.INLINE.number());
    }

    @Test
    void theTextsOfCodesAreThoseOfTheLibrary() {
        assertEquals("expires-in-past", Status.EXPIRES_IN_PAST.machineName());
        assertEquals("header-not-signed", Reason.HEADER_NOT_SIGNED.machineName());
        assertEquals("SignatureDoesNotMatch", Reason.SIGNATURE.code());
        assertEquals(403, Reason.SIGNATURE.httpStatus());
        assertEquals(400, Reason.INVALID_URL.httpStatus());
        assertEquals("path-encoding", Cause.PATH_ENCODING.machineName());
        assertEquals("dotted-bucket", Warning.DOTTED_BUCKET.machineName());
        assertEquals(Set.of(Warning.EXPIRED, Warning.PLAIN_HTTP), Warning.in(0x11));
        for (String message : new String[] {
            Status.KEY.message(), Reason.REGION.message(), Cause.CLOCK.message(), Warning.REGION.message()
        }) {
            assertTrue(message.length() > 10, message);
        }
    }

    @Test
    void eachStatusHasAnExceptionOfItsOwn() {
        Set<String> classes = new TreeSet<>();
        for (Status status : Status.values()) {
            PresignException made = status.exception("a sentence", OptionalInt.of(3));
            assertEquals(status, made.status());
            assertEquals(OptionalInt.of(3), made.index());
            assertInstanceOf(RuntimeException.class, made);
            classes.add(made.getClass().getName());
        }
        // REFUSED has a constructor of its own.
        assertEquals(Status.values().length - 1, classes.size());
    }

    @Test
    void aLibraryOfAnotherAbiIsRefused() {
        LibPresign.checkAbi(
                Integer.parseInt(Repository.read("bindings/c/abi-version").strip()));
        UnsatisfiedLinkError error =
                org.junit.jupiter.api.Assertions.assertThrows(UnsatisfiedLinkError.class, () -> LibPresign.checkAbi(2));
        assertEquals(
                "libpresign has ABI 2, and this package is for ABI 1: use the natives jar of the package's own version",
                error.getMessage());
    }
}
