// Who is asked: `service@member=address`.

export interface Target {
  readonly service: string;
  /** The member it belongs to; the service's own name when it belongs to none. */
  readonly member: string;
  readonly address: string;
  /**
   * The `instance` label: the address, except for Unix sockets. The launcher puts those into a new
   * directory at every start, and a label that changes at every start makes every series a new one.
   */
  readonly instance: string;
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
    targets.push(toTarget(service, member ?? service, address));
  }
  return { targets, mistakes };
}

function toTarget(service: string, member: string, address: string): Target {
  const instance = address.startsWith('unix:') ? `${service}@${member}` : address;
  return { service, member, address, instance };
}
