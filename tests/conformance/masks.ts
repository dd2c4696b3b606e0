// What two correct servers may answer differently. Every mask keeps the property that a client can
// rely on ("a positive size", "a term") and hides only the figure. Cluster and member ids are not
// masked: both servers are given the same peer URL and token, from which the ids follow.
import type { PlainValue, UnaryRpcs } from '../kit/index.ts';

type Fields = Readonly<Record<string, PlainValue>>;

/** An answer with the figures replaced that may differ between two correct servers. */
export function maskAnswer(
  rpc: keyof UnaryRpcs | 'Watch' | 'json',
  answer: PlainValue,
): PlainValue {
  if (!isFields(answer)) return answer;
  const masked = { ...answer, ...maskHeader(answer['header']) };
  switch (rpc) {
    case 'Status':
      return maskFields(masked, statusMasks);
    case 'LeaseGrant':
      return maskFields(masked, { ID: serverChosenLease });
    case 'Authenticate':
      return maskFields(masked, { token: simpleToken });
    case 'Alarm':
      return { ...masked, ...sorted(masked, 'alarms') };
    case 'MemberAdd':
    case 'MemberList':
    case 'MemberUpdate':
    case 'MemberPromote':
    case 'MemberRemove':
      return maskMembers(answer, masked);
    case 'LeaseTimeToLive':
      return { ...masked, ...maskRemaining(masked), ...sorted(masked, 'keys') };
    default:
      return masked;
  }
}

function maskHeader(header: PlainValue | undefined): { header: PlainValue } | undefined {
  if (header === undefined || !isFields(header)) return undefined;
  return { header: maskFields(header, { raft_term: positive }) };
}

type Mask = (value: PlainValue) => PlainValue;

const positive: Mask = (value) => (Number(value) > 0 ? 'positive' : value);
const present: Mask = () => 'present';

/** Cases choose ids below this; what a server chooses is far above. */
const chosenLeaseIdMin = 1_000_000_000;
const serverChosenLease: Mask = (value) => {
  return Number(value) > chosenLeaseIdMin ? 'chosen by the server' : value;
};

/** Letters by chance, and the index of an entry. */
const simpleToken: Mask = (value) => {
  const isToken = typeof value === 'string' && /^[A-Za-z]{16}\.\d+$/.test(value);
  return isToken ? 'a simple token' : value;
};

const statusMasks: Readonly<Record<string, Mask>> = {
  version: present,
  dbSize: positive,
  dbSizeInUse: positive,
  raftIndex: positive,
  raftTerm: positive,
  raftAppliedIndex: positive,
};

/** Time passes between grant and question: any remaining TTL close to the granted one is equal. */
function maskRemaining(answer: Fields): Fields {
  const remaining = Number(answer['TTL'] ?? 0);
  const granted = Number(answer['grantedTTL'] ?? 0);
  return remaining > granted - 10 && remaining <= granted && remaining >= 0
    ? { TTL: 'close to the granted TTL' }
    : {};
}

/** Keys of a lease and alarms come in no order. */
function sorted(answer: Fields, field: string): Fields {
  const values = answer[field];
  if (!Array.isArray(values)) return {};
  return { [field]: values.map((value) => JSON.stringify(value)).toSorted(inOrder) };
}

/** The id of an added member is made from the time, and lists are in the order of the ids. */
function maskMembers(answer: Fields, masked: Fields): Fields {
  const { header, member, members } = answer;
  const own = header !== undefined && isFields(header) ? header['member_id'] : undefined;
  const maskMember: Mask = (value) => {
    if (!isFields(value) || value['ID'] === undefined || value['ID'] === own) return value;
    return { ...value, ID: 'chosen by the server' };
  };
  return {
    ...masked,
    ...(member === undefined ? {} : { member: maskMember(member) }),
    ...(Array.isArray(members)
      ? { members: members.map(maskMember).toSorted((a, b) => inOrder(urlsOf(a), urlsOf(b))) }
      : {}),
  };
}

function urlsOf(member: PlainValue): string {
  return isFields(member) ? JSON.stringify(member['peerURLs']) : '';
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : 1;
}

function maskFields(fields: Fields, masks: Readonly<Record<string, Mask>>): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, masks[name]?.(value) ?? value]),
  );
}

function isFields(value: PlainValue): value is Fields {
  return typeof value === 'object' && !Array.isArray(value);
}
