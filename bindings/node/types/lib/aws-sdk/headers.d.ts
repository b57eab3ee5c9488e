/**
 * Which headers become query parameters, and which are signed.
 */
export type HeaderRules = {
    /**
     * headers that are not signed
     */
    unsignableHeaders?: ReadonlySet<string> | null | undefined;
    /**
     * headers that are signed although the SDK signs them by no
     * default: content-type, cache-control
     */
    signableHeaders?: ReadonlySet<string> | null | undefined;
    /**
     * x-amz-* headers that the client must send; they are no
     * query parameters
     */
    unhoistableHeaders?: ReadonlySet<string> | null | undefined;
    /**
     * x-amz-server-side-encryption* headers that become query
     * parameters; without it the client must send them
     */
    hoistableHeaders?: ReadonlySet<string> | null | undefined;
};
/**
 * Fails if rules ask for a link that presign does not make.
 *
 * @param {HeaderRules} rules
 */
export function checkRules({ unsignableHeaders, signableHeaders }: HeaderRules): void;
/**
 * Which headers become query parameters, and which are signed.
 *
 * @typedef {object} HeaderRules
 * @property {ReadonlySet<string> | null} [unsignableHeaders] headers that are not signed
 * @property {ReadonlySet<string> | null} [signableHeaders] headers that are signed although the SDK signs them by no
 *   default: content-type, cache-control
 * @property {ReadonlySet<string> | null} [unhoistableHeaders] x-amz-* headers that the client must send; they are no
 *   query parameters
 * @property {ReadonlySet<string> | null} [hoistableHeaders] x-amz-server-side-encryption* headers that become query
 *   parameters; without it the client must send them
 */
/**
 * Moves headers into the query, and drops those that are not signed.
 *
 * @param {import('./input.js').Parts} parts
 * @param {string | undefined} contentType the Content-Type of a request whose input has none
 * @param {HeaderRules} rules
 * @returns {[string, string][] | undefined} the headers to sign
 */
export function placeHeaders(parts: import("./input.js").Parts, contentType: string | undefined, rules: HeaderRules): [string, string][] | undefined;
