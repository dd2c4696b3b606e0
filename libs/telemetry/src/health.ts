/** What a service says about itself; `details` is shown as it is, so it must be JSON. */
export interface HealthReport {
  readonly healthy: boolean;
  readonly details: Readonly<Record<string, unknown>>;
}
