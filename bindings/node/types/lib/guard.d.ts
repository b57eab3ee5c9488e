/**
 * Keeps what a function of the caller throws away from the native half, and throws it afterwards unchanged.
 *
 * @param {(argument: string) => any} wrapped
 * @returns {{ call: (argument: string) => any, done: (result: any) => any }}
 */
export function guard(wrapped: (argument: string) => any): {
    call: (argument: string) => any;
    done: (result: any) => any;
};
