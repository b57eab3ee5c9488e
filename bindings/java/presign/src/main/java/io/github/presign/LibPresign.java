package io.github.presign;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The functions of presign.h. Pointers are numbers, except in calls with {@code Heap} in their name, which read and write
 * Java's own arrays: the garbage collector waits for these, so they must be short.
 */
final class LibPresign {
    private LibPresign() {}

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBRARY = checked(NativeLibrary.load());

    private static final MethodHandle SIGNER_NEW = function("presign_signer_new", 3);
    private static final MethodHandle SIGNER_FREE = destructor("presign_signer_free");
    private static final MethodHandle SIGNER_ENDPOINT = text("presign_signer_endpoint", JAVA_LONG);
    private static final MethodHandle SIGNER_REGION = text("presign_signer_region", JAVA_LONG);
    private static final MethodHandle SIGNER_VERSION =
            handle("presign_signer_version", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
    private static final MethodHandle PRESIGNED = function("presign_presigned", 7);
    private static final MethodHandle REQUEST_WARNINGS = function("presign_request_warnings", 4);
    private static final MethodHandle TEMPLATE_NEW = function("presign_template_new", 4);
    private static final MethodHandle TEMPLATE_FREE = destructor("presign_template_free");
    private static final MethodHandle TEMPLATE_EXPIRES_AT =
            handle("presign_template_expires_at", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
    private static final MethodHandle TEMPLATE_URLS = function("presign_template_urls_flat", 9);
    private static final MethodHandle REQUESTS = function("presign_requests", 8);
    private static final MethodHandle PLAYLIST = function("presign_playlist", 9);
    private static final MethodHandle POST = function("presign_post", 7);
    private static final MethodHandle VERIFIER_NEW = function("presign_verifier_new", 3);
    private static final MethodHandle VERIFIER_FREE = destructor("presign_verifier_free");
    private static final MethodHandle VERIFY = function("presign_verify", 10);
    private static final MethodHandle INSPECT = function("presign_inspect", 8);
    private static final MethodHandle EXPLAIN = function("presign_explain", 10);
    private static final MethodHandle IP_POLICY = function("presign_ip_policy", 5);
    private static final MethodHandle CONTENT_DISPOSITION = handle(
            "presign_content_disposition",
            FunctionDescriptor.of(
                    JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle VERSION = handle("presign_version_number", FunctionDescriptor.of(JAVA_INT));

    /** The texts that were asked for, since making a handle takes long. */
    private static final Map<String, String> TEXTS = new ConcurrentHashMap<>();

    private static final Linker.Option HEAP = Linker.Option.critical(true);
    private static final MethodHandle URL_HEAP = handle(
            "presign_url_flat",
            FunctionDescriptor.of(
                    JAVA_INT, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG,
                    JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG),
            HEAP);
    private static final MethodHandle TEMPLATE_URL_HEAP = handle(
            "presign_template_url_flat",
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG),
            HEAP);
    private static final MethodHandle TEMPLATE_URLS_HEAP = handle(
            "presign_template_urls_flat",
            FunctionDescriptor.of(
                    JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS,
                    JAVA_LONG),
            HEAP);

    private static SymbolLookup checked(SymbolLookup library) {
        int found = library.find("presign_abi_version")
                .map(address -> {
                    try {
                        return (int)
                                handle(address, FunctionDescriptor.of(JAVA_INT)).invokeExact();
                    } catch (Throwable error) {
                        throw impossible(error);
                    }
                })
                .orElseThrow(() -> new UnsatisfiedLinkError(
                        "the library that was found is not libpresign, or is older than this package"));
        checkAbi(found);
        return library;
    }

    static void checkAbi(int found) {
        if (found != NativeLibrary.ABI_VERSION) {
            throw new UnsatisfiedLinkError("libpresign has ABI " + found + ", and this package is for ABI "
                    + NativeLibrary.ABI_VERSION + ": use the natives jar of the package's own version");
        }
    }

    /** Returns a function with so many pointers and sizes as parameters, which returns a presign_status. */
    private static MethodHandle function(String name, int parameters) {
        MemoryLayout[] all = new MemoryLayout[parameters];
        Arrays.fill(all, JAVA_LONG);
        return handle(name, FunctionDescriptor.of(JAVA_INT, all));
    }

    private static MethodHandle destructor(String name) {
        return handle(name, FunctionDescriptor.ofVoid(JAVA_LONG));
    }

    private static MethodHandle text(String name, ValueLayout parameter) {
        return handle(name, FunctionDescriptor.of(ADDRESS, parameter));
    }

    private static MethodHandle handle(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        MemorySegment address = LIBRARY.find(name)
                .orElseThrow(
                        () -> new UnsatisfiedLinkError("libpresign lacks " + name + ": it is older than this package"));
        return handle(address, descriptor, options);
    }

    @SuppressWarnings("restricted") // Users allow this with --enable-native-access.
    private static MethodHandle handle(MemorySegment address, FunctionDescriptor descriptor, Linker.Option... options) {
        return LINKER.downcallHandle(address, descriptor, options);
    }

    /** What a call of C throws: nothing, unless a handle has another type than its caller. */
    private static AssertionError impossible(Throwable error) {
        return new AssertionError("a function of libpresign cannot be called", error);
    }

    static int signerNew(long options, long signerOut, long error) {
        try {
            return (int) SIGNER_NEW.invokeExact(options, signerOut, error);
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    static void signerFree(long signer) {
        try {
            SIGNER_FREE.invokeExact(signer);
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    static String signerEndpoint(long signer) {
        try {
            return text((MemorySegment) SIGNER_ENDPOINT.invokeExact(signer));
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    static String signerRegion(long signer) {
        try {
            return text((MemorySegment) SIGNER_REGION.invokeExact(signer));
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    static int signerVersion(long signer) {
        try {
            return (int) SIGNER_VERSION.invokeExact(signer);
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    static int urlHeap(
            long signer,
            byte[] method,
            byte[] bucket,
            byte[] key,
            long signAt,
            int expiresIn,
            byte[] out,
            long[] length) {
        try {
            return (int) URL_HEAP.invokeExact(
                    signer,
                    MemorySegment.ofArray(method),
                    (long) method.length,
                    MemorySegment.ofArray(bucket),
                    (long) bucket.length,
                    MemorySegment.ofArray(key),
                    (long) key.length,
                    signAt,
                    expiresIn,
                    MemorySegment.ofArray(out),
                    (long) out.length,
                    MemorySegment.ofArray(length),
                    0L);
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    static int presigned(long signer, long request, long presigned, long out, long size, long length, long error) {
        try {
            return (int) PRESIGNED.invokeExact(signer, request, presigned, out, size, length, error);
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    static int requestWarnings(long signer, long request, long warnings, long error) {
        try {
            return (int) REQUEST_WARNINGS.invokeExact(signer, request, warnings, error);
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    static int templateNew(long signer, long request, long templateOut, long error) {
        try {
            return (int) TEMPLATE_NEW.invokeExact(signer, request, templateOut, error);
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    static void templateFree(long template) {
        try {
            TEMPLATE_FREE.invokeExact(template);
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    static long templateExpiresAt(long template) {
        try {
            return (long) TEMPLATE_EXPIRES_AT.invokeExact(template);
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    static int templateUrlHeap(long template, byte[] key, byte[] out, long[] length) {
        try {
            return (int) TEMPLATE_URL_HEAP.invokeExact(
                    template,
                    MemorySegment.ofArray(key),
                    (long) key.length,
                    MemorySegment.ofArray(out),
                    (long) out.length,
                    MemorySegment.ofArray(length),
                    0L);
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    static int templateUrlsHeap(
            long template, byte[] text, long[] keyOffsets, int count, byte[] out, long[] offsets, long error) {
        try {
            return (int) TEMPLATE_URLS_HEAP.invokeExact(
                    template,
                    MemorySegment.ofArray(text),
                    MemorySegment.ofArray(keyOffsets),
                    (long) count,
                    0L,
                    MemorySegment.ofArray(out),
                    (long) out.length,
                    MemorySegment.ofArray(offsets),
                    error);
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    static int templateUrls(
            long template,
            long text,
            long keyOffsets,
            long count,
            long options,
            long out,
            long size,
            long offsets,
            long error) {
        try {
            return (int)
                    TEMPLATE_URLS.invokeExact(template, text, keyOffsets, count, options, out, size, offsets, error);
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    static int requests(
            long signer, long requests, long count, long options, long out, long size, long offsets, long error) {
        try {
            return (int) REQUESTS.invokeExact(signer, requests, count, options, out, size, offsets, error);
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    static int playlist(
            long signer,
            long request,
            long text,
            long textLength,
            long options,
            long out,
            long size,
            long length,
            long error) {
        try {
            return (int) PLAYLIST.invokeExact(signer, request, text, textLength, options, out, size, length, error);
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    static int post(long signer, long options, long form, long out, long size, long length, long error) {
        try {
            return (int) POST.invokeExact(signer, options, form, out, size, length, error);
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    static int verifierNew(long options, long verifierOut, long error) {
        try {
            return (int) VERIFIER_NEW.invokeExact(options, verifierOut, error);
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    static void verifierFree(long verifier) {
        try {
            VERIFIER_FREE.invokeExact(verifier);
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    static int verify(
            long verifier,
            long received,
            long secrets,
            long count,
            long verified,
            long out,
            long size,
            long length,
            long refusal,
            long error) {
        try {
            return (int)
                    VERIFY.invokeExact(verifier, received, secrets, count, verified, out, size, length, refusal, error);
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    static int inspect(
            long verifier, long received, long inspection, long out, long size, long length, long refusal, long error) {
        try {
            return (int) INSPECT.invokeExact(verifier, received, inspection, out, size, length, refusal, error);
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    static int explain(
            long verifier,
            long received,
            long secrets,
            long count,
            long options,
            long explanation,
            long out,
            long size,
            long length,
            long error) {
        try {
            return (int) EXPLAIN.invokeExact(
                    verifier, received, secrets, count, options, explanation, out, size, length, error);
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    static int ipPolicy(long options, long out, long size, long length, long error) {
        try {
            return (int) IP_POLICY.invokeExact(options, out, size, length, error);
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    static int contentDisposition(
            int disposition, long filename, long filenameLength, long out, long size, long length, long error) {
        try {
            return (int)
                    CONTENT_DISPOSITION.invokeExact(disposition, filename, filenameLength, out, size, length, error);
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    static int version() {
        try {
            return (int) VERSION.invokeExact();
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    /** Returns the static text of a function that takes a code, such as presign_status_name. */
    static String textOf(String function, int code) {
        return TEXTS.computeIfAbsent(function + code, _ -> {
            try {
                return text((MemorySegment) text(function, JAVA_INT).invokeExact(code));
            } catch (Throwable thrown) {
                throw impossible(thrown);
            }
        });
    }

    /** Returns the number of a function that takes a code, such as presign_reason_http_status. */
    static int numberOf(String function, int code) {
        try {
            return (int)
                    handle(function, FunctionDescriptor.of(JAVA_INT, JAVA_INT)).invokeExact(code);
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    /** Reads a static text that ends in a NUL. */
    @SuppressWarnings("restricted") // Its end is the NUL, wherever that is.
    private static String text(MemorySegment start) {
        return start.reinterpret(Long.MAX_VALUE).getString(0);
    }
}
