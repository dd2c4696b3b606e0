// Tests beside real etcd and NATS need programs that not every machine has. Without them the tests
// say so and are skipped, except where that would hide a hole: in CI.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface ToolRequirement {
  /** False, or the reason: spread into the options of `test` or `suite`. */
  readonly skip: string | false;
}

/** Where `tool` is on PATH (also in the directories where Debian puts daemons). */
export function findTool(tool: string): string | undefined {
  const override = process.env[`CAIRN_${tool.toUpperCase().replaceAll('-', '_')}`];
  if (override !== undefined && override !== '') return override;
  const directories = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    '/usr/sbin',
    '/usr/local/sbin',
  ];
  return directories.map((directory) => join(directory, tool)).find(isExecutable);
}

/** The path of a tool that a test has required before. */
export function toolPath(tool: string): string {
  const path = findTool(tool);
  if (path === undefined) throw new Error(`${tool} is not on PATH`);
  return path;
}

/** Skips with a reason when a tool is missing; throws instead when CAIRN_REQUIRE_ALL_TESTS=1. */
export function requireTools(...tools: readonly string[]): ToolRequirement {
  const missing = tools.filter((tool) => findTool(tool) === undefined);
  if (missing.length === 0) return { skip: false };
  const reason = `needs ${missing.join(' and ')} on PATH`;
  if (process.env['CAIRN_REQUIRE_ALL_TESTS'] === '1') throw new Error(`this test ${reason}`);
  return { skip: reason };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
