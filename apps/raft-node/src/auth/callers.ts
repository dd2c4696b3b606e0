// Who asks, and whether that is enough. Called only while auth is on. What a request may touch is checked
// where it is carried out, by whom it is known what it touches; here is what needs no more than a name.
import { AuthError } from '@cairn/auth';
import type { Requester } from '@cairn/auth';
import { cairn } from '@cairn/proto';
import type { Replica } from '@cairn/replica';
import type { Call } from '../submit/call.ts';
import { failure } from '../submit/outcome.ts';
import { CurrentUser } from './current-user.ts';
import type { TokenProvider } from './token-provider.ts';

const { Method } = cairn.v1;

type Rule =
  /** A user with the root role. */
  | 'root'
  /** Any user. */
  | 'user'
  /** The handler, or the state machine, looks at what is asked for. */
  | 'checked'
  /** Nobody needs to have a name for it. */
  | 'open';

/** A method that is not here takes the root role: one that is forgotten is closed. */
const rules: Readonly<Record<number, Rule>> = {
  [Method.RANGE]: 'checked',
  [Method.PUT]: 'checked',
  [Method.DELETE_RANGE]: 'checked',
  [Method.TXN]: 'checked',
  [Method.LEASE_GRANT]: 'checked',
  [Method.LEASE_REVOKE]: 'checked',
  [Method.LEASE_TIME_TO_LIVE]: 'checked',
  [Method.LEASE_LEASES]: 'checked',
  [Method.MAY_RENEW_LEASE]: 'checked',
  [Method.WATCH_OPEN]: 'checked',
  [Method.WHO_AM_I]: 'checked',
  [Method.USER_GET]: 'checked',
  [Method.ROLE_GET]: 'checked',
  [Method.STATUS]: 'user',
  [Method.MEMBER_LIST]: 'user',
  // Listing them. Raising and lifting is checked where it is applied.
  [Method.ALARM]: 'user',
  [Method.AUTHENTICATE]: 'open',
  [Method.AUTH_STATUS]: 'open',
  [Method.OWN_ALARMS]: 'open',
  [Method.OWN_MEMBERS]: 'open',
};

export class Callers {
  readonly #replica: Replica;
  readonly #tokens: TokenProvider;

  constructor(replica: Replica, tokens: TokenProvider) {
    this.#replica = replica;
    this.#tokens = tokens;
  }

  /** Runs `serve` once it is known that the caller may ask such a thing, or refuses the call. */
  admit(method: number, call: Call, serve: () => void): void {
    const rule = rules[method] ?? 'root';
    const { token } = call;
    if (rule === 'open') return serve();
    if (token === undefined) return this.#decide(rule, this.#certified(call), call, serve);
    const found = this.#tokens.identify(token, call.timeoutMs);
    if (!(found instanceof Promise)) return this.#known(rule, found, call, serve);
    found
      .then(async (requester) => {
        await this.#readable();
        this.#known(rule, requester, call, serve);
      })
      .catch((error: unknown) => call.reply(failure(error)));
  }

  /** Who is known by a certificate; as in etcd, one without a name is nobody's. */
  #certified({ certificateName = '' }: Call): Requester | undefined {
    return certificateName === '' ? undefined : new CurrentUser(certificateName, this.#replica);
  }

  /** The state may be exchanged while a token is looked at. */
  #readable(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#replica.readSerializable((error) => {
        if (error === undefined) resolve();
        else reject(error);
      });
    });
  }

  #known(rule: Rule, requester: Requester | undefined, call: Call, serve: () => void): void {
    if (requester === undefined) throw new AuthError('invalidAuthToken');
    this.#decide(rule, requester, call, serve);
  }

  #decide(rule: Rule, requester: Requester | undefined, call: Call, serve: () => void): void {
    const { access } = this.#replica.machine;
    if (rule === 'root') access.checkAdmin(requester);
    if (rule === 'user') access.checkKnown(requester);
    call.requester = requester;
    serve();
  }
}
