/**
 * A command of `@aws-sdk/client-s3`, such as `new GetObjectCommand({ Bucket, Key })`. The type names only what is read:
 * the SDK's own types of two releases are not assignable to each other, and then neither is a command of one to a
 * function of the other.
 */
export type Command = {
    /**
     * what the command was made with
     */
    input: object;
    middlewareStack: import("./middleware.js").Stack;
    resolveMiddleware: (...args: any[]) => any;
};
/**
 * Returns what a command does. The name of its class tells nothing in a program whose names were shortened. So the
 * command is asked as the SDK's client does: it tells the SDK its name, a text, with its middleware.
 *
 * @param {any} command
 * @param {object} config the client's
 * @returns {import('./model.js').Operation}
 */
export function operationOf(command: any, config: object): import("./model.js").Operation;
