// Who is asked: `service@member=address`.

export interface Target {
  readonly service: string;
  /** The member it belongs to; the service's own name when it belongs to none. */
  readonly member: string;
  /** As given; the `instance` label. */
  readonly address: string;
}

export interface ReadTargets {
  readonly targets: readonly Target[];
  readonly mistakes: readonly string[];
}

export function readTargets(entries: readonly string[]): ReadTargets {
  const targets: Target[] = [];
  const mistakes: string[] = [];
  for (const entry of entries) {
    const [, service, member, address] = /^([\w.-]+)(?:@([\w.-]+))?=(\S+)$/.exec(entry) ?? [];
    if (service === undefined || address === undefined) {
      mistakes.push(`--targets: "${entry}" is not service@member=address`);
      continue;
    }
    const twin = targets.find((other) => other.address === address);
    if (twin !== undefined) {
      mistakes.push(`--targets: ${address} is both ${twin.service} and ${service}`);
      continue;
    }
    targets.push({ service, member: member ?? service, address });
  }
  return { targets, mistakes };
}
