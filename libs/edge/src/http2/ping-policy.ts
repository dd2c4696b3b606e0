// What a client may do with PING, by the rule of grpc-go's servers, which clients of etcd are tuned
// to: a ping sooner than `intervalMsMin` after the last one is a strike, without open streams any
// ping within two hours is; the third strike ends the connection. Sending anything of a call to the
// client forgives all strikes: who gets data may well measure its way.
//
// grpc-go can permit pings without streams; etcd does not, and neither does this.
const strikesMax = 2;
const withoutStreamsMsMin = 2 * 60 * 60 * 1000;

export class PingPolicy {
  readonly #intervalMsMin: number;
  #lastMs = Number.NEGATIVE_INFINITY;
  #strikes = 0;
  #isForgiven = false;

  constructor(intervalMsMin: number) {
    this.#intervalMsMin = intervalMsMin;
  }

  /** Headers or data of a call are sent. */
  forgive(): void {
    this.#isForgiven = true;
  }

  /** A ping has come; false = that was one too many. */
  permits(nowMs: number, openStreams: number): boolean {
    const sinceMs = nowMs - this.#lastMs;
    this.#lastMs = nowMs;
    if (this.#isForgiven) {
      this.#isForgiven = false;
      this.#strikes = 0;
      return true;
    }
    const msMin = openStreams === 0 ? withoutStreamsMsMin : this.#intervalMsMin;
    if (sinceMs < msMin) this.#strikes += 1;
    return this.#strikes <= strikesMax;
  }
}
