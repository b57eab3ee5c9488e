package io.github.presign;

import io.github.presign.PresignException.RefusedException;
import java.util.Objects;

/** What needs neither a {@link Signer} nor a {@link Verifier}. */
public final class Presign {
    private Presign() {}

    /**
     * Reads a URL without a secret. The signature is not checked: anyone can write such a URL. AWS's hosts are recognised
     * by name, and on all others the bucket is in the path.
     *
     * @param url the URL
     * @return what it says
     * @throws RefusedException if the URL cannot be read
     */
    public static Inspection inspect(String url) {
        return Inspection.of(0, Received.url("GET", url).build());
    }

    /**
     * Finds out why a storage refuses a request, whose URL one of the secrets should have signed. Tries the common mistakes
     * until one of them gives the signature of the URL, and compares what was signed with what the storage computed, if
     * the response says so.
     *
     * @param received the request as the client meant to send it
     * @param secrets the secrets of access keys
     * @param options what is known beside it
     * @return the cause
     */
    public static Explanation explain(Received received, Secrets secrets, Explanation.Options options) {
        return Explanation.of(0, received, secrets, options);
    }

    /**
     * Returns a value for the query parameter response-content-disposition, which tells a browser under which name to save
     * the file (RFC 6266), with filename* (RFC 8187) if the name needs it.
     *
     * @param filename the file's name
     * @param disposition what the browser does
     * @return the value
     */
    public static String contentDisposition(String filename, Disposition disposition) {
        byte[] name = Utf8.encode("filename", filename);
        Objects.requireNonNull(disposition, "disposition");
        try (Memory memory = new Memory(name.length)) {
            long text = memory.bytes(name, name.length).address();
            return memory.writeText(
                    64 + 4L * name.length,
                    (out, size, length, error) -> LibPresign.contentDisposition(
                            disposition.number(), text, name.length, out, size, length, error));
        }
    }

    /** {@return the version of the native library: "0.1.0"} */
    public static String libraryVersion() {
        int number = LibPresign.version();
        return number / 1_000_000 + "." + number / 1_000 % 1_000 + "." + number % 1_000;
    }
}
