/** How a load is spread. */
export interface Shape {
  readonly connections: number;
  /** In flight on each connection. */
  readonly streams: number;
  /** Enough for about a second or more. */
  readonly requests: number;
}

/** `10×10`: connections × requests in flight on each. */
export function shapeName({ connections, streams }: Shape): string {
  return `${connections}×${streams}`;
}

/** The same with more or fewer requests, equally many for each connection. */
export function shapeOf(shape: Shape, scale: number): Shape {
  const perConnection = Math.max(1, Math.round((shape.requests * scale) / shape.connections));
  return { ...shape, requests: perConnection * shape.connections };
}
