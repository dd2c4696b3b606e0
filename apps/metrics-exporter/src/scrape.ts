// One round of questions to every target, all at once. A target that fails is part of the result, not
// an error: that it is down is the most important thing the page can say.
import { ask } from './ask.ts';
import { readFamilies } from './metric-family.ts';
import type { MetricFamily } from './metric-family.ts';
import type { Target } from './targets.ts';

export type TargetState =
  | {
      readonly kind: 'up';
      readonly families: readonly MetricFamily[];
      readonly healthy: boolean;
      /** The target's own health report. */
      readonly details: unknown;
    }
  | { readonly kind: 'down'; readonly reason: string };

export interface ScrapedTarget {
  readonly target: Target;
  readonly state: TargetState;
  readonly durationMs: number;
}

const bodyBytesMax = 16 * 1024 * 1024;

export function scrapeAll(
  targets: readonly Target[],
  timeoutMs: number,
): Promise<readonly ScrapedTarget[]> {
  return Promise.all(targets.map((target) => scrapeOne(target, timeoutMs)));
}

async function scrapeOne(target: Target, timeoutMs: number): Promise<ScrapedTarget> {
  const startedAtMs = performance.now();
  const state = await stateOf(target, timeoutMs);
  return { target, state, durationMs: performance.now() - startedAtMs };
}

async function stateOf(target: Target, timeoutMs: number): Promise<TargetState> {
  const limits = { timeoutMs, bodyBytesMax };
  try {
    const [metrics, health] = await Promise.all([
      ask(target.address, '/metrics?format=json', limits),
      ask(target.address, '/health', limits),
    ]);
    if (metrics.status !== 200) throw new Error(`/metrics answered ${metrics.status}`);
    return {
      kind: 'up',
      families: readFamilies(metrics.body),
      healthy: health.status === 200,
      details: parsed(health.body),
    };
  } catch (error) {
    return { kind: 'down', reason: error instanceof Error ? error.message : String(error) };
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
