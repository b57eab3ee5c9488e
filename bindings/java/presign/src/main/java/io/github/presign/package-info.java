/**
 * Presigned URLs for S3-compatible storage, made, checked and explained offline.
 *
 * <p>{@link io.github.presign.Signer} makes URLs, {@link io.github.presign.Verifier} checks them in a server, and
 * {@link io.github.presign.Presign} reads and explains them. No method uses the network. What is wrong is a
 * {@link io.github.presign.PresignException}; a null argument is a {@link NullPointerException}.
 */
package io.github.presign;
