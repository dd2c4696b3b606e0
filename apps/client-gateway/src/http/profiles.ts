// Profiles of this process under /debug/pprof/, where those who operate etcd look for them: a CPU profile
// and a heap snapshot in the formats of V8, which Chrome's developer tools open. A profile slows the
// process down and a snapshot stops it for a while, so there is one at a time, and only with a flag.
import type { HttpHandler, HttpRequest, HttpResponse } from '@cairn/edge';
import { jsonAnswer, methodNotAllowed, textAnswer } from './answers.ts';

const secondsDefault = 30;
const secondsMax = 300;

const index = `profiles of this process, in the formats of V8:
/debug/pprof/profile?seconds=${secondsDefault}  CPU profile (.cpuprofile)
/debug/pprof/heap                heap snapshot (.heapsnapshot)
`;

/** What V8's inspector does here; the process's own by default. */
export interface Profiler {
  cpuProfile(durationMs: number, signal: AbortSignal): Promise<string>;
  heapSnapshot(): Promise<string>;
}

export function profiles(profiler: Profiler = inspectorProfiler()): HttpHandler {
  let isBusy = false;
  const alone = async (make: () => Promise<string>, name: string): Promise<HttpResponse> => {
    if (isBusy) return textAnswer(503, 'another profile is being made\n');
    isBusy = true;
    try {
      const answer = jsonAnswer(200, await make());
      const disposition = `attachment; filename="${name}"`;
      return { ...answer, headers: { ...answer.headers, 'content-disposition': disposition } };
    } finally {
      isBusy = false;
    }
  };
  return async (request) => {
    const { path, method, signal } = request;
    if (!['/debug/pprof/', '/debug/pprof/profile', '/debug/pprof/heap'].includes(path)) {
      return undefined;
    }
    if (method !== 'GET') return methodNotAllowed();
    if (path === '/debug/pprof/') return textAnswer(200, index);
    if (path === '/debug/pprof/heap') {
      return alone(() => profiler.heapSnapshot(), 'gateway.heapsnapshot');
    }
    const seconds = secondsOf(request);
    if (seconds === undefined) return textAnswer(400, `seconds: 1 to ${secondsMax}\n`);
    return alone(() => profiler.cpuProfile(seconds * 1_000, signal), 'gateway.cpuprofile');
  };
}

function secondsOf({ query }: HttpRequest): number | undefined {
  const seconds = Number(query.get('seconds') ?? secondsDefault);
  return Number.isInteger(seconds) && seconds >= 1 && seconds <= secondsMax ? seconds : undefined;
}

function inspectorProfiler(): Profiler {
  // Loaded where it is used: hardly any gateway is ever profiled.
  const { Session } = process.getBuiltinModule('node:inspector/promises');
  return {
    cpuProfile: async (durationMs, signal) => {
      const session = new Session();
      session.connect();
      try {
        await session.post('Profiler.enable');
        await session.post('Profiler.start');
        await timeOrAbort(durationMs, signal);
        const { profile } = await session.post('Profiler.stop');
        return JSON.stringify(profile);
      } finally {
        session.disconnect();
      }
    },
    heapSnapshot: async () => {
      const session = new Session();
      session.connect();
      const chunks: string[] = [];
      session.on('HeapProfiler.addHeapSnapshotChunk', ({ params }) => chunks.push(params.chunk));
      try {
        await session.post('HeapProfiler.takeHeapSnapshot');
        return chunks.join('');
      } finally {
        session.disconnect();
      }
    },
  };
}

function timeOrAbort(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, durationMs);
    signal.addEventListener('abort', done);
  });
}
