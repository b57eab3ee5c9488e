/**
 * A secret key, or one with the session token that URLs signed with it must contain.
 */
export type Secret = string | {
    readonly secretAccessKey: string;
    readonly sessionToken?: string | null;
};
/**
 * The secrets of access keys: a Map, an object, or a function that returns undefined for an unknown access key. It is
 * asked once for each request, after all checks that do not need the secret. The access key is unverified text from the
 * URL. What the function throws is thrown unchanged. It cannot be asynchronous: find the secret before, with
 * `inspect(url).accessKeyId`.
 */
export type Secrets = ReadonlyMap<string, Secret> | {
    readonly [accessKeyId: string]: Secret;
} | ((accessKeyId: string) => Secret | null | undefined);
/**
 * The settings of a verifier.
 */
export type VerifierOptions = {
    /**
     * the server's own endpoint, as for Signer; requests for another host are refused.
     * Without it any host is accepted; AWS's hosts are recognized, and on every other host the bucket is read from the
     * path. A server that has a name should set it
     */
    endpoint?: string | null | undefined;
    /**
     * where the bucket is in the URL, as for Signer;
     * `auto`: in the path if the host is the endpoint's, otherwise in the host name before the endpoint's
     */
    addressing?: import("./signer.js").Addressing | null | undefined;
    /**
     * the bucket that the host serves, with addressing `cname`; by default the host name
     */
    bucket?: string | null | undefined;
    /**
     * the only region that URLs may be signed for (version 4); by default the region
     * that an AWS endpoint names, otherwise any
     */
    region?: string | null | undefined;
    /**
     * how far in the future the signing time may be, in seconds; by default 900
     */
    clockSkew?: number | null | undefined;
    /**
     * the longest lifetime in seconds. It replaces version 4's limit of seven
     * days, and then applies to version 2 too
     */
    maxExpiresIn?: number | null | undefined;
    /**
     * the names of headers that every URL must sign
     */
    requiredHeaders?: Iterable<string> | null | undefined;
    /**
     * accept requests with x-amz-* headers that the URL does not sign, as
     * older storages do
     */
    unsignedAmzHeaders?: boolean | null | undefined;
    /**
     * accept unsigned headers besides x-amz-* that some storage
     * interprets: x-goog-*, x-rgw-*, x-minio-*, x-object-* and similar ones
     */
    unsignedStorageHeaders?: boolean | null | undefined;
    /**
     * accept HEAD requests with URLs for GET
     */
    headForGet?: boolean | null | undefined;
    /**
     * accept Signature Version 2; by default true
     */
    version2?: boolean | null | undefined;
};
/**
 * A received request.
 */
export type ReceivedRequest = {
    /**
     * the HTTP method
     */
    method: string;
    /**
     * the URL, or the request target (path and query), exactly as the client sent it: `req.url`, or
     * `req.originalUrl` in frameworks that change it
     */
    url: string;
    /**
     * all headers of the request, names in any case: `req.headers`, or `req.headersDistinct`, which has repeated
     * headers that `req.headers` omits
     */
    headers?: import("./signer.js").Pairs | {
        readonly [name: string]: string | readonly string[] | undefined;
    } | null | undefined;
    /**
     * the value of the Host header, if url is a request target. A Host in headers takes
     * precedence
     */
    host?: string | null | undefined;
    /**
     * the time to use instead of the clock, a Date or Unix seconds
     */
    at?: number | Date | null | undefined;
};
/**
 * What an accepted request's URL is for. The bucket and the key are data and not a path: a key may contain "..", "/" or
 * a NUL, or begin with a slash.
 */
export type Verified = {
    /**
     * the signature version
     */
    version: "v4" | "v2";
    /**
     * the bucket; empty for a URL of the storage itself
     */
    bucket: string;
    /**
     * the object's key, decoded; empty for a URL of the bucket itself
     */
    key: string;
    /**
     * the access key id that signed the URL
     */
    accessKeyId: string;
    /**
     * the region in the credential scope; version 2 has none
     */
    region?: string | undefined;
    /**
     * the signing time in Unix seconds; version 2 does not contain it
     */
    signedAt?: number | undefined;
    /**
     * the first second at which the URL is refused, in Unix seconds
     */
    expiresAt: number;
    /**
     * the names of the request's headers that the signature covers, except host
     */
    signedHeaders: string[];
};
/**
 * Where the bucket is in a URL.
 */
export type InspectOptions = {
    /**
     * the storage's endpoint, needed where the bucket may be part of the host name
     */
    endpoint?: string | null | undefined;
    /**
     * as for Verifier
     */
    addressing?: import("./signer.js").Addressing | null | undefined;
    /**
     * as for Verifier
     */
    bucket?: string | null | undefined;
    /**
     * the time to use instead of the clock, a Date or Unix seconds
     */
    at?: number | Date | null | undefined;
};
/**
 * What a presigned URL says without a secret key. The signature and the session token are not in it.
 */
export type Inspection = {
    /**
     * the signature version
     */
    version: "v4" | "v2";
    /**
     * the host, with the port unless it is the scheme's default
     */
    host: string;
    /**
     * the bucket; empty for a URL of the storage itself
     */
    bucket: string;
    /**
     * the object's key, decoded; empty for a URL of the bucket itself
     */
    key: string;
    /**
     * the access key id
     */
    accessKeyId: string;
    /**
     * the region in the credential scope; version 2 has none
     */
    region?: string | undefined;
    /**
     * the signing time in Unix seconds; version 2 does not contain it
     */
    signedAt?: number | undefined;
    /**
     * when the URL expires, in Unix seconds
     */
    expiresAt: number;
    /**
     * the time used for secondsLeft and the warnings, in Unix seconds
     */
    now: number;
    /**
     * the seconds until the URL expires; negative after that
     */
    secondsLeft: number;
    /**
     * the seconds from the signing time to the expiry; version 2 does not contain it
     */
    lifetime?: number | undefined;
    /**
     * the names of the signed headers except host. Version 2 does not list them
     */
    signedHeaders: string[];
    /**
     * the query parameters except the signature's own, decoded and in order. The
     * values of further tokens and of customer encryption keys are "(not shown)"
     */
    query: [string, string][];
    /**
     * whether the URL was signed with temporary keys; it stops working when they expire
     */
    hasSessionToken: boolean;
    /**
     * mistakes and surprises in the URL: names for programs and sentences
     */
    warnings: Record<string, string>;
};
/**
 * The options of `explain`, besides the URL and the secret.
 */
export type ExplainOptions = {
    /**
     * the storage's error response: its body (XML or JSON), or a whole
     * HTTP response with status line and headers
     */
    response?: string | Uint8Array<ArrayBufferLike> | null | undefined;
    /**
     * the HTTP method of the request; by default GET
     */
    method?: string | null | undefined;
    /**
     * the headers of the request
     */
    headers?: ReceivedRequest["headers"];
    /**
     * as for inspect
     */
    endpoint?: string | null | undefined;
    /**
     * as for Verifier
     */
    addressing?: import("./signer.js").Addressing | null | undefined;
    /**
     * as for Verifier
     */
    bucket?: string | null | undefined;
    /**
     * the storage's region; by default any
     */
    region?: string | null | undefined;
    /**
     * the time to use instead of the clock
     */
    at?: number | Date | null | undefined;
    /**
     * include header values and the session token in the texts
     */
    showValues?: boolean | null | undefined;
};
/**
 * Why a URL is refused. The texts omit header values and the session token unless showValues is true.
 */
export type Explanation = {
    /**
     * the name of the cause, for programs: host-port, path-encoding, secret-key, expired, ...
     */
    cause: string;
    /**
     * the cause in one sentence, with the storage's code and message
     */
    sentence: string;
    /**
     * the text computed for this request: version 4's canonical request, or version 2's string to
     * sign
     */
    ours?: string | undefined;
    /**
     * the same text as the storage computed it, if its error response contains it
     */
    theirs?: string | undefined;
    /**
     * version 4's string to sign, computed for this request
     */
    ourStringToSign?: string | undefined;
    /**
     * the same as the storage computed it, if its error response contains it
     */
    theirStringToSign?: string | undefined;
};
/**
 * Checks requests with presigned URLs offline, as a storage does before it looks up the object. A verifier is immutable
 * except for a small cache of signing keys, which is wiped when the verifier is freed.
 */
export class Verifier {
    /**
     * @param {Secrets} secrets the secrets of access keys
     * @param {VerifierOptions} [options]
     * @throws {import('./errors.js').PresignError} if a setting is invalid
     * @throws {TypeError} if a value has the wrong type
     */
    constructor(secrets: Secrets, options?: VerifierOptions);
    /**
     * Checks a request, and returns what its presigned URL is for. The body is not checked: if the request has a signed
     * x-amz-content-sha256 header, the caller must compare it with the body.
     *
     * @param {ReceivedRequest} request
     * @returns {Verified}
     * @throws {import('./errors.js').Refused} if the server must refuse the request
     * @throws {import('./errors.js').PresignError} if secrets returned a secret key that is empty or cannot sign
     * @throws {TypeError} if a value has the wrong type
     */
    verify(request: ReceivedRequest): Verified;
    /**
     * Explains why a request with a presigned URL is refused, by this verifier or by a storage, as the function `explain`
     * does. The secret is asked for as in verify.
     *
     * @param {ReceivedRequest} request the request as the client meant to send it
     * @param {{ response?: string | Uint8Array | null, showValues?: boolean | null }} [options] as for explain
     * @returns {Explanation}
     */
    explain(request: ReceivedRequest, options?: {
        response?: string | Uint8Array | null;
        showValues?: boolean | null;
    }): Explanation;
    /**
     * What `JSON.stringify` shows: no secret.
     *
     * @returns {VerifierOptions}
     */
    toJSON(): VerifierOptions;
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
/**
 * Explains why a storage refuses a presigned URL. The URL is given as the client sent it, with the secret key that
 * should have signed it. Common mistakes are tried until one explains the signature. If the storage's error response
 * contains the text that it computed (those of AWS and Swift do, Ceph's does not), that text is compared with the one
 * computed here.
 *
 * @param {string} url the presigned URL
 * @param {Secret} secret the secret key
 * @param {ExplainOptions} [options]
 * @returns {Explanation}
 * @throws {import('./errors.js').PresignError} if the response is no error response of a storage
 */
export function explain(url: string, secret: Secret, options?: ExplainOptions): Explanation;
/**
 * Reads a presigned URL without a secret key. The signature is not checked.
 *
 * @param {string} url the presigned URL
 * @param {InspectOptions} [options]
 * @returns {Inspection}
 * @throws {import('./errors.js').Refused} if it is not a presigned URL, or cannot be read
 */
export function inspect(url: string, options?: InspectOptions): Inspection;
import { custom } from "./shown.js";
