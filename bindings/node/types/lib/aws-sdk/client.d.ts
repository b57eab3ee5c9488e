/**
 * An S3 client of `@aws-sdk/client-s3`. The type names only what is read, as that of a command does.
 */
export type Client = {
    config: ClientConfig;
    middlewareStack: import("./middleware.js").Stack;
};
export type ClientConfig = {
    credentials: (...args: any[]) => Promise<Identity>;
    region: (...args: any[]) => Promise<string>;
    endpointProvider: (...args: any[]) => any;
    forcePathStyle: unknown;
};
export type Identity = {
    accessKeyId: string;
    secretAccessKey: string;
    sessionToken?: string | undefined;
    expiration?: Date | undefined;
};
/**
 * Returns the place of a bucket and the client's current credentials.
 *
 * @param {any} client
 * @param {string} bucket
 */
export function ask(client: any, bucket: string): Promise<{
    state: ClientState;
    settings: import("./place.js").Settings;
    place: import("./place.js").Place;
    identity: any;
}>;
/**
 * Fails if a value is no S3 client.
 *
 * @param {any} client
 */
export function checkClient(client: any): void;
/** What is kept for a client, for as long as the program keeps the client. */
declare class ClientState {
    /**
     * @param {any} config
     * @param {import('./place.js').Settings} settings
     * @param {string} bucket
     * @returns {import('./place.js').Place}
     */
    place(config: any, settings: import("./place.js").Settings, bucket: string): import("./place.js").Place;
    /**
     * Returns a signer with the client's current credentials, which the SDK renews. Signers of earlier ones are dropped.
     *
     * @param {Identity} identity
     * @param {import('./place.js').Place} place
     * @param {string} region
     * @returns {Signer}
     */
    signer(identity: Identity, { endpoint }: import("./place.js").Place, region: string): Signer;
    #private;
}
import { Signer } from "../signer.js";
export {};
