/**
 * The options of `getSignedUrl`, which are those of the SDK.
 */
export type OwnUrlOptions = {
    /**
     * the lifetime in seconds, 1 to 604800; by default 900
     */
    expiresIn?: number | null | undefined;
    /**
     * the signing time to use instead of the clock: a Date, Unix
     * seconds, or text for `new Date`
     */
    signingDate?: string | number | Date | null | undefined;
    /**
     * the region to sign for instead of the client's
     */
    signingRegion?: string | null | undefined;
    /**
     * the service to sign for; only s3 is supported
     */
    signingService?: "s3" | null | undefined;
    /**
     * names of middleware of the client or the command that changes
     * no link. Other middleware than the SDK's own is an error, because it is not run. (The SDK has no such option.)
     */
    ignoreMiddleware?: readonly string[] | null | undefined;
};
export type SignedUrlOptions = OwnUrlOptions & import("./headers.js").HeaderRules;
/**
 * Returns the URL that `getSignedUrl` of @aws-sdk/s3-request-presigner returns. The credentials, the region, the
 * endpoint and all other settings are the client's at the time of the call.
 *
 * @param {import('./client.js').Client} client an S3Client
 * @param {import('./commands.js').Command} command a GetObjectCommand, PutObjectCommand, HeadObjectCommand,
 *   DeleteObjectCommand, CopyObjectCommand, UploadPartCommand, CreateMultipartUploadCommand,
 *   CompleteMultipartUploadCommand, AbortMultipartUploadCommand, ListObjectsV2Command or HeadBucketCommand
 * @param {SignedUrlOptions} [options]
 * @returns {Promise<string>} rejected with a PresignError or a TypeError if the command, its input, an option or a
 *   setting of the client is not supported, and with the SDK's error if the client finds no credentials or no region
 */
export function getSignedUrl(client: import("./client.js").Client, command: import("./commands.js").Command, options?: SignedUrlOptions): Promise<string>;
