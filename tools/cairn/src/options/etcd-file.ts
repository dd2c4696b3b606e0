// etcd's YAML file in the shape of its flags. It differs in two ways: TLS and socket settings stand in
// sections of their own, and durations are whole nanoseconds.
const sectionPrefixes: Readonly<Record<string, string>> = {
  'client-transport-security': '',
  'peer-transport-security': 'peer-',
  'socket-options': 'socket-',
};

/** Keys inside a section that are no flag under the section's prefix. */
const sectionKeys: Readonly<Record<string, string>> = {
  'allowed-hostname': 'client-cert-allowed-hostname',
  'peer-allowed-cn': 'peer-cert-allowed-cn',
  'peer-allowed-hostname': 'peer-cert-allowed-hostname',
};

const durationKeys: readonly string[] = [
  'compact-hash-check-time',
  'corrupt-check-time',
  'grpc-keepalive-interval',
  'grpc-keepalive-min-time',
  'grpc-keepalive-timeout',
  'warning-apply-duration',
  'warning-unary-request-duration',
  'watch-progress-notify-interval',
];

export function adaptEtcdFile(
  document: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const adapted: Record<string, unknown> = {};
  for (const [key, content] of Object.entries(document)) {
    const prefix = sectionPrefixes[key];
    if (prefix !== undefined && isMapping(content)) {
      for (const [inner, value] of Object.entries(content)) {
        const name = prefix + inner;
        adapted[sectionKeys[name] ?? name] = value;
      }
    } else {
      adapted[key] = inFlagUnits(key, content);
    }
  }
  return adapted;
}

function inFlagUnits(key: string, content: unknown): unknown {
  const name = key.replace(/^experimental-/, '');
  return durationKeys.includes(name) && typeof content === 'number' ? `${content}ns` : content;
}

function isMapping(content: unknown): content is Readonly<Record<string, unknown>> {
  return typeof content === 'object' && content !== null && !Array.isArray(content);
}
