// An edge as a process, for clients that are processes: echoes unary calls and streams of
// `/test.Echo`, answers plain requests with their path. `node echo-server.ts PORT [tls CA-FILE]`,
// until stdin closes; whom to trust is written to the file.
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { listenEdge } from '../edge.ts';
import { authorityCert, serverCertificate } from './certificates.ts';
import { serverTlsOf } from './start-edge.ts';

const [port = '0', security, caFile = ''] = process.argv.slice(2);
if (security === 'tls') writeFileSync(caFile, authorityCert);

const edge = await listenEdge({
  host: '127.0.0.1',
  port: Number(port),
  services: {
    unary: new Map([
      [
        '/test.Echo/Echo',
        (request, call) => {
          call.respond(request);
        },
      ],
    ]),
    stream: new Map([
      [
        '/test.Echo/Chat',
        (call) => {
          call.onMessage((message) => {
            if (call.send(message)) return;
            call.pause();
          });
          call.onDrain(() => {
            call.resume();
          });
          call.onEnd(() => {
            call.end(0, '');
          });
        },
      ],
    ]),
  },
  http: ({ path }) =>
    Promise.resolve({ status: 200, headers: { 'content-type': 'text/plain' }, body: `${path}\n` }),
  limits: { requestMessageBytesMax: 4 * 1024 * 1024, concurrentStreamsMax: 1_000 },
  ...(security === 'tls'
    ? { tls: serverTlsOf({ ...serverCertificate, ca: authorityCert, requestCert: false }) }
    : {}),
});

process.stdin.resume().once('close', () => {
  void edge.close(0);
});
