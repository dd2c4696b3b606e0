// Every number of the way of a span out of the process.

/** Spans that wait to be sent; what ends when so many do is dropped. */
export const spansWaitingMax = 8_192;
/** Spans of one message to the collector. */
export const spansPerExportMax = 512;
/** How long the first span of a message waits for others. */
export const exportDelayMs = 1_000;
export const exportTimeoutMs = 5_000;
/** How long a process that stops waits for its last spans to leave. */
export const stopTimeoutMs = 2_000;
