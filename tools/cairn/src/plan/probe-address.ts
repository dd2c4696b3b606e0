/**
 * Where the gateway answers health checks besides its client port, which may ask for certificates that
 * neither a kubelet nor the launcher has.
 */
export function probeAddress(runtimeDirectory: string): string {
  return `unix:${runtimeDirectory}/probe.sock`;
}
