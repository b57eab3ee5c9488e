/**
 * The options of `createPresignedPost`, which are those of the SDK.
 */
export type PresignedPostOptions = {
    /**
     * the bucket's name
     */
    Bucket: string;
    /**
     * the object's key. The storage replaces a trailing `${filename}` with the name of the uploaded
     * file
     */
    Key: string;
    /**
     * further conditions of the policy
     */
    Conditions?: readonly import("../signer.js").PostCondition[] | null | undefined;
    /**
     * further fields, each with a condition for its value
     */
    Fields?: {
        readonly [name: string]: string;
    } | null | undefined;
    /**
     * the lifetime in seconds; by default 3600
     */
    Expires?: number | null | undefined;
};
/**
 * Returns the upload form that `createPresignedPost` of @aws-sdk/s3-presigned-post returns: the URL to send it to, and
 * its fields.
 *
 * @param {import('./client.js').Client} client an S3Client
 * @param {PresignedPostOptions} options
 * @returns {Promise<import('../signer.js').PostForm>} rejected as the promise of `getSignedUrl` is
 */
export function createPresignedPost(client: import("./client.js").Client, options: PresignedPostOptions): Promise<import("../signer.js").PostForm>;
