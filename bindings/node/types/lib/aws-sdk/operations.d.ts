export const OPERATIONS: {
    [name: string]: import("./model.js").Operation;
};
