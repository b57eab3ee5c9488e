/** Presigned URLs for S3-compatible storage, made offline by a native library. */
module io.github.presign {
    exports io.github.presign;
}
