// Changes of the membership, as far as one member that is the same on both servers can show them: what is
// refused, in which words and in which order. Ids of added members hold the time and differ.
import { Reference } from '../case.ts';
import type { Case } from '../case.ts';
import { samePeerUrl } from '../same-urls.ts';
import { as, call, put, sentence } from '../steps.ts';

/** The id of the first member in a member list. */
function memberOf(step: string): Reference {
  return new Reference((answers) => {
    const { members } = answers.get(step) as { readonly members: readonly { ID: unknown }[] };
    return BigInt(String(members[0]?.ID));
  });
}

const add = (...peerURLs: readonly string[]): Case['steps'][number] =>
  call('MemberAdd', { peerURLs });

export const memberCases: readonly Case[] = [
  sentence(
    'a member that does not exist cannot be promoted, removed or updated',
    call('MemberPromote', { ID: 404n }),
    // etcd drops a change of the membership that follows the one before too closely.
    put('settled', ''),
    call('MemberRemove', { ID: 404n }),
    put('settled', ''),
    call('MemberUpdate', { ID: 404n, peerURLs: ['http://127.0.0.1:1'] }),
    put('settled', ''),
    call('MemberUpdate', { ID: 404n, peerURLs: [] }),
  ),
  sentence('a member without a URL cannot be added', add(), add('not a url')),
  sentence(
    'a peer URL has a scheme, a host, a port and no path',
    add('127.0.0.1:1'),
    add('ftp://127.0.0.1:1'),
    add('http://127.0.0.1'),
    add('http://127.0.0.1:x'),
    add('http://127.0.0.1:1/'),
    add('http://127.0.0.1:1/path'),
    add('http://127.0.0.1:1', 'http://127.0.0.1'),
  ),
  sentence(
    'a peer URL belongs to one member',
    add(samePeerUrl),
    add('http://127.0.0.1:1', ` ${samePeerUrl} `),
    call('MemberAdd', { peerURLs: [samePeerUrl], isLearner: true }),
  ),
  sentence(
    'the only member stays',
    as('list', call('MemberList', {})),
    call('MemberRemove', { ID: memberOf('list') }),
    call('MemberList', {}),
  ),
  sentence(
    'a voter cannot be promoted',
    as('list', call('MemberList', {})),
    call('MemberPromote', { ID: memberOf('list') }),
  ),
  sentence(
    'a member may be given the URLs it has',
    as('list', call('MemberList', {})),
    call('MemberUpdate', { ID: memberOf('list'), peerURLs: [samePeerUrl] }),
  ),
  sentence(
    'leadership moves to who has it at once, and the answer has no header',
    as('list', call('MemberList', {})),
    call('MoveLeader', { targetID: memberOf('list') }),
  ),
];
