/**
 * Where the bucket is in the URL: `path` (https://host/bucket/key), `virtual` (https://bucket.host/key), `cname` (the
 * host is the bucket), `virtual-or-path` (virtual wherever it is possible), or `auto`: path with an endpoint, and on
 * AWS virtual if the bucket is a single DNS label.
 */
export type Addressing = "auto" | "path" | "virtual" | "virtual-or-path" | "cname";
/**
 * The settings of a signer.
 */
export type SignerOptions = {
    /**
     * the access key id, which every URL contains
     */
    accessKeyId: string;
    /**
     * the secret key
     */
    secretAccessKey: string;
    /**
     * the session token of temporary keys, which every URL then contains
     */
    sessionToken?: string | null | undefined;
    /**
     * the region in the credential scope; by default the region in an AWS endpoint,
     * otherwise us-east-1
     */
    region?: string | null | undefined;
    /**
     * `[http://|https://]host[:port][/base/path]`; a bare host means https. By default
     * AWS's host of the region
     */
    endpoint?: string | null | undefined;
    /**
     * where the bucket is in the URL; by default `auto`
     */
    addressing?: Addressing | null | undefined;
    /**
     * the signature version; by default `v4`
     */
    version?: "v4" | "v2" | null | undefined;
    /**
     * the longest lifetime in seconds, for storages whose limit is not seven days.
     * It then applies to version 2 too, which has no limit otherwise
     */
    maxExpiresIn?: number | null | undefined;
    /**
     * when the credentials expire, a Date or Unix seconds. A URL
     * that would expire later is refused
     */
    credentialsExpireAt?: number | Date | null | undefined;
};
/**
 * The settings of `Signer.fromEnv`, which take precedence over those that are found.
 */
export type FromEnvOptions = {
    /**
     * the name of a profile in ~/.aws
     */
    profile?: string | null | undefined;
    /**
     * as for Signer
     */
    endpoint?: string | null | undefined;
    /**
     * as for Signer
     */
    region?: string | null | undefined;
    /**
     * as for Signer
     */
    addressing?: Addressing | null | undefined;
    /**
     * as for Signer
     */
    version?: "v4" | "v2" | null | undefined;
    /**
     * as for Signer
     */
    maxExpiresIn?: number | null | undefined;
};
/**
 * Names with values: an object, or an iterable of pairs such as a Map, URLSearchParams or Headers.
 */
export type Pairs = {
    readonly [name: string]: string | readonly string[];
} | Iterable<readonly [string, string]>;
/**
 * When a URL expires, and which request it is for.
 */
export type LinkOptions = {
    /**
     * the lifetime in seconds, 1 to 604800 with version 4; by default 3600
     */
    expiresIn?: number | null | undefined;
    /**
     * the expiry, a Date or Unix seconds, rounded down to the second
     */
    expiresAt?: number | Date | null | undefined;
    /**
     * the signing time to use instead of the clock, a Date or Unix seconds
     */
    signAt?: number | Date | null | undefined;
    /**
     * seconds. The signing time is rounded down to a multiple of it and the lifetime
     * grows by as much, so that all calls within such a window return the same URL
     */
    stableFor?: number | null | undefined;
    /**
     * further query parameters to sign
     */
    query?: Pairs | null | undefined;
    /**
     * headers to sign, which the client must send
     */
    headers?: Pairs | null | undefined;
    /**
     * the name under which browsers save the response (GET and HEAD only). It sets the
     * response's Content-Disposition as in RFC 6266, also for names that are not ASCII
     */
    filename?: string | null | undefined;
    /**
     * `attachment`, which is the default with a filename, or
     * `inline`, with which browsers show the response if they can
     */
    disposition?: "attachment" | "inline" | null | undefined;
    /**
     * the response's Content-Disposition
     */
    responseContentDisposition?: string | null | undefined;
    /**
     * the response's Content-Type
     */
    responseContentType?: string | null | undefined;
    /**
     * the response's Cache-Control
     */
    responseCacheControl?: string | null | undefined;
    /**
     * the object's version
     */
    versionId?: string | null | undefined;
    /**
     * the id of a multipart upload
     */
    uploadId?: string | null | undefined;
    /**
     * the part of a multipart upload, 1 to 10000
     */
    partNumber?: number | null | undefined;
    /**
     * the Content-Type to sign, which the client must send
     */
    contentType?: string | null | undefined;
};
export type ThreadOptions = {
    /**
     * the number of threads that sign; 0 means one per core. By default 1
     */
    threads?: number | null | undefined;
};
/**
 * The options of a batch, which apply to all its URLs.
 */
export type BatchOptions = LinkOptions & ThreadOptions;
/**
 * A request for `presignRequests`: its method, bucket and key, and its options.
 */
export type LinkRequest = LinkOptions & {
    method: string;
    bucket: string;
    key: string;
};
/**
 * A URL with what the client must send.
 */
export type PresignedRequest = {
    /**
     * the presigned URL
     */
    url: string;
    /**
     * the only HTTP method that the URL allows
     */
    method: string;
    /**
     * the headers that the client must send: lower-case names and trimmed
     * values. Host, which every client sends, is not among them
     */
    headers: Record<string, string>;
    /**
     * when the URL expires, in Unix seconds
     */
    expiresAt: number;
};
/**
 * A condition of an upload form, as the AWS SDK takes it.
 */
export type PostCondition = {
    readonly [name: string]: string;
} | readonly ["eq" | "starts-with", string, string] | readonly ["content-length-range", number, number];
/**
 * The options of an upload form.
 */
export type PostOptions = {
    /**
     * the lifetime in seconds; by default 3600. Version 4's limit of seven days does
     * not apply to forms
     */
    expiresIn?: number | null | undefined;
    /**
     * the expiry, a Date or Unix seconds, rounded down to the second
     */
    expiresAt?: number | Date | null | undefined;
    /**
     * the signing time to use instead of the clock
     */
    signAt?: number | Date | null | undefined;
    /**
     * further fields. Each needs a condition, or storages refuse the form
     */
    fields?: Pairs | null | undefined;
    /**
     * the policy's conditions besides those for the bucket and the
     * key. A condition for an exact value needs its field
     */
    conditions?: readonly PostCondition[] | null | undefined;
    /**
     * the least size of the file in bytes; with maxSize alone 0
     */
    minSize?: number | null | undefined;
    /**
     * the greatest size of the file in bytes; with minSize alone 5 GiB
     */
    maxSize?: number | null | undefined;
};
/**
 * An upload form.
 */
export type PostForm = {
    /**
     * where to send the form
     */
    url: string;
    /**
     * the fields to send before the file, which comes last and is named `file`
     */
    fields: Record<string, string>;
};
/**
 * The options of a playlist.
 */
export type PlaylistOptions = {
    /**
     * where the playlists lead that are named in a
     * multivariant playlist: `keep` leaves their URIs as they are, `sign` signs them, a template is a URL with `{key}`
     * (the playlist's key, percent-encoded) or `{path}` (with its slashes kept), and a function takes the key and returns
     * the URL. Without it such a playlist is an error, because a storage does not sign what it serves
     */
    nested?: string | ((key: string) => string) | null | undefined;
    /**
     * the lifetime in seconds. A player reads segments until the end of the film
     */
    expiresIn?: number | null | undefined;
    /**
     * the expiry, a Date or Unix seconds
     */
    expiresAt?: number | Date | null | undefined;
    /**
     * the signing time to use instead of the clock
     */
    signAt?: number | Date | null | undefined;
    /**
     * as for a link
     */
    stableFor?: number | null | undefined;
    /**
     * further query parameters to sign
     */
    query?: Pairs | null | undefined;
};
/**
 * Signs URLs offline. A signer is immutable and owns a copy of the credentials, which is wiped from memory when the
 * signer is freed. Neither `console.log` nor `JSON.stringify` nor errors show a secret. No method uses the network.
 *
 * A signer cannot be sent to a worker thread: create one in each.
 */
export class Signer {
    /**
     * Returns a signer with the keys and settings that the command `presign` uses: the environment, ~/.aws, ~/.s3cfg. A
     * profile given by name takes precedence over the environment's keys. Access key, secret key and session token are
     * read from the same source. Files are read once, in this call.
     *
     * @param {FromEnvOptions} [options]
     * @returns {Signer}
     * @throws {import('./errors.js').PresignError} if there are no keys or an incomplete set, or a file cannot be read
     */
    static fromEnv(options?: FromEnvOptions): Signer;
    /**
     * @param {SignerOptions} options the credentials and the settings
     * @throws {import('./errors.js').PresignError} if a setting is invalid
     * @throws {TypeError} if a value has the wrong type
     */
    constructor(options: SignerOptions);
    /** The access key id, which every URL contains. @returns {string} */
    get accessKeyId(): string;
    /** The region in the credential scope. @returns {string} */
    get region(): string;
    /** The endpoint: scheme, host, port unless it is the scheme's default, and base path. @returns {string} */
    get endpoint(): string;
    /** Where the bucket is in the URL: the addressing style. @returns {Addressing} */
    get addressing(): Addressing;
    /** The signature version. @returns {'v4' | 'v2'} */
    get version(): "v4" | "v2";
    /**
     * Returns a presigned URL to download an object.
     *
     * @param {string} bucket the bucket's name, or on AWS the ARN of an access point
     * @param {string} key the object's key, up to 1024 bytes of UTF-8. It is data and not a path
     * @param {LinkOptions} [options]
     * @returns {string}
     * @throws {import('./errors.js').PresignError} if the request is invalid
     * @throws {TypeError} if a value has the wrong type
     */
    get(bucket: string, key: string, options?: LinkOptions): string;
    /**
     * Returns a presigned URL to upload an object. The arguments are those of `get`.
     *
     * @param {string} bucket
     * @param {string} key
     * @param {LinkOptions} [options]
     * @returns {string}
     */
    put(bucket: string, key: string, options?: LinkOptions): string;
    /**
     * Returns a presigned URL to read an object's headers; storages refuse a URL for GET in a HEAD request. The arguments
     * are those of `get`.
     *
     * @param {string} bucket
     * @param {string} key
     * @param {LinkOptions} [options]
     * @returns {string}
     */
    head(bucket: string, key: string, options?: LinkOptions): string;
    /**
     * Returns a presigned URL to delete an object. The arguments are those of `get`.
     *
     * @param {string} bucket
     * @param {string} key
     * @param {LinkOptions} [options]
     * @returns {string}
     */
    delete(bucket: string, key: string, options?: LinkOptions): string;
    /**
     * Returns a presigned URL for any HTTP method.
     *
     * @param {string} method the HTTP method, 1 to 32 letters A-Z
     * @param {string} bucket the bucket's name
     * @param {string} key the object's key; an empty key addresses the bucket itself
     * @param {LinkOptions} [options]
     * @returns {string}
     */
    presign(method: string, bucket: string, key: string, options?: LinkOptions): string;
    /**
     * Returns a presigned URL with its method, its expiry, and the headers that the client must send.
     *
     * @param {string} method
     * @param {string} bucket
     * @param {string} key
     * @param {LinkOptions} [options]
     * @returns {PresignedRequest}
     */
    presignRequest(method: string, bucket: string, key: string, options?: LinkOptions): PresignedRequest;
    /**
     * Returns what may be wrong with the URL of a request although it can be signed, as an object from a name for
     * programs to a sentence. Nothing is signed.
     *
     * @param {string} method
     * @param {string} bucket
     * @param {string} key
     * @param {LinkOptions} [options]
     * @returns {Record<string, string>}
     */
    warnings(method: string, bucket: string, key: string, options?: LinkOptions): Record<string, string>;
    /**
     * Returns an array with a presigned URL for each key, in the order of the keys. All have the same signing time. If a
     * key is invalid no URL is returned; the error's `index` is the key's index.
     *
     * @param {string} method the HTTP method
     * @param {string} bucket the bucket's name
     * @param {Iterable<string>} keys the objects' keys, none of them empty
     * @param {BatchOptions} [options]
     * @returns {string[]}
     */
    presignMany(method: string, bucket: string, keys: Iterable<string>, options?: BatchOptions): string[];
    /**
     * Returns a promise of what `presignMany` returns. The URLs are signed on a thread of Node's pool, while the event
     * loop goes on; it is the better choice from some ten thousand keys on. The promise is rejected with what
     * `presignMany` throws.
     *
     * @param {string} method
     * @param {string} bucket
     * @param {Iterable<string>} keys
     * @param {BatchOptions} [options]
     * @returns {Promise<string[]>}
     */
    presignManyAsync(method: string, bucket: string, keys: Iterable<string>, options?: BatchOptions): Promise<string[]>;
    /**
     * Returns an array with a presigned URL for each request, in their order. Requests without a `signAt` have the same
     * signing time. If a request is invalid no URL is returned; the error's `index` is the request's index.
     *
     * @param {Iterable<LinkRequest>} requests
     * @param {ThreadOptions} [options]
     * @returns {string[]}
     */
    presignRequests(requests: Iterable<LinkRequest>, options?: ThreadOptions): string[];
    /**
     * Returns a promise of what `presignRequests` returns, as `presignManyAsync` does.
     *
     * @param {Iterable<LinkRequest>} requests
     * @param {ThreadOptions} [options]
     * @returns {Promise<string[]>}
     */
    presignRequestsAsync(requests: Iterable<LinkRequest>, options?: ThreadOptions): Promise<string[]>;
    /**
     * Returns an upload form: the URL to send it to, and its fields. Anyone who holds the form can upload until it
     * expires.
     *
     * @param {string} bucket the bucket's name
     * @param {string} key the object's key. The storage replaces a trailing `${filename}` with the name of the uploaded
     *   file; the client may then choose any key that begins with the text before it
     * @param {PostOptions} [options]
     * @returns {PostForm}
     */
    presignPost(bucket: string, key: string, options?: PostOptions): PostForm;
    /**
     * Returns the fields that state the signer and the signing time of an upload form whose policy you write yourself.
     * With version 4 the policy needs a condition on each of them. `presignPost` writes the policy for you.
     *
     * @param {Date | number} [signAt] the signing time to use instead of the clock
     * @returns {Record<string, string>}
     */
    policyFields(signAt?: Date | number): Record<string, string>;
    /**
     * Returns the signature of an upload form whose policy you wrote yourself.
     *
     * @param {string} policy the policy in base64
     * @param {Date | number} [signAt] the signing time, the same as for `policyFields`
     * @returns {string}
     */
    signPolicy(policy: string, signAt?: Date | number): string;
    /**
     * Returns an HLS playlist with a presigned URL in place of each relative URI: segments, keys, initialization
     * sections. Everything else stays as it is, and so do absolute URLs of other hosts. The author of a playlist decides
     * which objects of the bucket are signed: sign only playlists that you trust.
     *
     * @param {string} text the playlist, up to 16 MiB of UTF-8
     * @param {string} bucket the bucket's name
     * @param {string} key the playlist's key, which its relative URIs refer to
     * @param {PlaylistOptions} [options]
     * @returns {string}
     * @throws {import('./errors.js').PresignError} if a line cannot be signed; its `line` is the number, from 1
     */
    presignPlaylist(text: string, bucket: string, key: string, options?: PlaylistOptions): string;
    /**
     * What `JSON.stringify` shows: no secret.
     *
     * @returns {{ accessKeyId: string, region: string, endpoint: string, addressing: Addressing, version: 'v4' | 'v2' }}
     */
    toJSON(): {
        accessKeyId: string;
        region: string;
        endpoint: string;
        addressing: Addressing;
        version: "v4" | "v2";
    };
    /**
     * What `console.log` shows: no secret.
     *
     * @param {number} _depth
     * @param {object} options
     * @param {(value: object, options: object) => string} inspect
     * @returns {string}
     */
    [custom](_depth: number, options: object, inspect: (value: object, options: object) => string): string;
    #private;
}
import { custom } from "./shown.js";
