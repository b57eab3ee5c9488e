package io.github.presign;

import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * An upload form, to which only the file has to be added: as the last field, named file. Its printed form has no value of
 * a field, because anyone with the form can upload.
 *
 * @param url where to post the form, as multipart/form-data
 * @param fields the fields to send, in this order
 * @param expiresAt when the form expires
 */
public record Form(String url, List<Pair> fields, Instant expiresAt) {
    /** {@return where to post the form, as a URI} */
    public URI uri() {
        return URI.create(url);
    }

    @Override
    public String toString() {
        return "Form[url=" + url + ", fields=" + Request.names(fields) + ", expiresAt=" + expiresAt + "]";
    }
}
