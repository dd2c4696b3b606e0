/** Milliseconds that only ever go forward; unrelated to the time of day. */
export interface MonotonicClock {
  nowMs(): number;
}
