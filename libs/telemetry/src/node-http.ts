// Node's HTTP/1.1, without what comes along with `import`: a module is imported with all it exports, and
// one of the exports of `node:http` is the WebSocket of another HTTP client, which is loaded to be named.
// It takes 12 MiB of every process.
import type * as NodeHttp from 'node:http';

export const nodeHttp: typeof NodeHttp = process.getBuiltinModule('node:http');
