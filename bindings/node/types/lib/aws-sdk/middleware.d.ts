/**
 * A list of middleware, of a client or of a command.
 */
export type Stack = {
    applyToStack: (...args: any[]) => void;
};
/**
 * Fails if a client or a command has middleware that is not the SDK's, because it is not run and might change the link.
 *
 * @param {Stack} stack
 * @param {string} owner whose middleware it is
 * @param {readonly string[]} ignored the names of further middleware that changes nothing
 */
export function checkMiddleware(stack: Stack, owner: string, ignored: readonly string[]): void;
