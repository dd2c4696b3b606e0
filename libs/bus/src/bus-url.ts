// The nats client takes servers, credentials and TLS as separate options; operators write one URL.

export interface BusServers {
  /** `host:port` each. */
  readonly servers: readonly string[];
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly tls: boolean;
}

/** @throws Error naming the part that is wrong. Credentials come from the first URL that has some. */
export function parseBusUrl(url: string): BusServers {
  const servers: string[] = [];
  let user: string | undefined;
  let password: string | undefined;
  let tls = false;
  for (const part of url.split(',')) {
    const text = part.trim();
    const parsed = parseOne(text.includes('://') ? text : `nats://${text}`);
    servers.push(`${parsed.hostname}:${parsed.port === '' ? '4222' : parsed.port}`);
    tls ||= parsed.protocol === 'tls:';
    if (user === undefined && parsed.username !== '') {
      user = decodeURIComponent(parsed.username);
      password = decodeURIComponent(parsed.password);
    }
  }
  return { servers, user, password, tls };
}

function parseOne(text: string): URL {
  const parsed = URL.parse(text);
  if (parsed === null || parsed.hostname === '') throw new Error(`not a NATS URL: ${redact(text)}`);
  if (parsed.protocol !== 'nats:' && parsed.protocol !== 'tls:') {
    throw new Error(`a NATS URL begins with nats:// or tls://, not ${parsed.protocol}//`);
  }
  return parsed;
}

function redact(text: string): string {
  return text.replace(/\/\/[^@/]*@/, '//…@');
}
