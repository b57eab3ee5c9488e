package io.github.presign;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Durations and times as libpresign has them: whole seconds, where 0 means that none is given. */
final class Times {
    private static final long LONGEST_LIFETIME = 0xFFFFFFFFL;

    private Times() {}

    static long now() {
        return System.currentTimeMillis() / 1000;
    }

    /** Returns a duration in seconds. A fraction is an error, because the caller might expect either neighbour. */
    static long seconds(String what, Duration duration) {
        if (duration == null) {
            return 0;
        }
        if (duration.getNano() != 0) {
            throw Status.EXPIRES.exception(
                    what + " must be whole seconds, got " + duration + ": use truncatedTo(ChronoUnit.SECONDS)");
        }
        return duration.getSeconds();
    }

    /** Returns a lifetime, of which libpresign checks the other limits. */
    static int lifetime(Duration expiresIn) {
        long seconds = seconds("expiresIn", expiresIn);
        if (seconds < 0 || seconds > LONGEST_LIFETIME) {
            throw Status.EXPIRES.exception("expiresIn must be 1 to " + LONGEST_LIFETIME + " seconds, got " + seconds);
        }
        return (int) seconds;
    }

    /** Returns a time in Unix seconds, cut to the second. */
    static long unixSeconds(String what, Instant when) {
        if (when == null) {
            return 0;
        }
        if (when.getEpochSecond() <= 0) {
            throw Status.TIME.exception(what + " must be later than 1970-01-01T00:00:00Z, got " + when);
        }
        return when.getEpochSecond();
    }

    /** Reads a time of a result, which is negative where there is none. */
    static Optional<Instant> instant(MemorySegment struct, long offset) {
        long seconds = struct.get(JAVA_LONG, offset);
        return seconds < 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds));
    }
}
