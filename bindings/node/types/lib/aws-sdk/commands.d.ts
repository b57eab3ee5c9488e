/**
 * A command of
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
