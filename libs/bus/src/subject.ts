/** Where the events of one cluster travel. */
export function eventsSubject(clusterId: bigint): string {
  return `cairn.${clusterId.toString(16).padStart(16, '0')}.events`;
}
