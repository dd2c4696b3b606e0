// What both servers say of themselves.

/**
 * The same for both servers, so that ids computed from them are equal. Nothing listens there: a
 * single member talks to nobody.
 */
export const samePeerUrl = 'http://127.0.0.1:23809';
export const sameClientUrl = 'http://127.0.0.1:23799';
