/**
 * Where a bucket is, and how requests to it are signed.
 */
export type Place = {
    /**
     * scheme, host and path of the bucket, without a slash at the end
     */
    endpoint: string;
    /**
     * what comes before the key, after the slash behind the endpoint: more slashes, or nothing
     */
    before: string;
    /**
     * the bucket's URL as the SDK writes it
     */
    url: string;
    /**
     * the region that signs
     */
    region: string;
    /**
     * a name for the signer
     */
    bucket: string;
};
/**
 * The client's settings that an address depends on.
 */
export type Settings = {
    Endpoint: string | undefined;
    Region: string;
    others: {
        [parameter: string]: unknown;
    };
    /**
     * equal settings have the same
     */
    id: string;
};
/**
 * Returns a bucket's place. The SDK's own rules, which are a function of the client, tell its address. They throw the
 * SDK's errors, about an ARN for example.
 *
 * @param {any} config
 * @param {Settings} settings
 * @param {string} bucket
 * @returns {Place}
 */
export function findPlace(config: any, { Endpoint, Region, others }: Settings, bucket: string): Place;
/**
 * Reads the settings anew, as the SDK does for each link: providers may return others.
 *
 * @param {any} config the client's
 * @returns {Promise<Settings>}
 */
export function readSettings(config: any): Promise<Settings>;
