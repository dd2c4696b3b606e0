// A member that has lost the others: the second voter never starts, so nothing can be agreed on any more. The
// first case brings it about, and each one after it asks something that needs no revision to be known.
import type { Case } from '../case.ts';
import { call, changed, get, http, put, receive, send, sentence, since } from '../steps.ts';
import { statusTellsMore } from './changes.ts';

export const quorumCases: readonly Case[] = [
  sentence(
    'the second voter may come before it has started',
    call('MemberAdd', { peerURLs: ['http://127.0.0.1:23820'] }),
  ),
  sentence(
    'no further voter is added',
    call('MemberAdd', { peerURLs: ['http://127.0.0.1:23821'] }),
  ),
  sentence('a write runs out of time', put('a', '1')),
  sentence('a serializable read is served', get('a', { serializable: true })),
  sentence(
    'who requires a leader is refused at once',
    call('Range', { key: 'a', serializable: true }, { hasleader: 'true' }),
    call('Put', { key: 'a' }, { hasleader: 'true' }),
    send('w', 'Watch', { create_request: { key: 'a' } }, { hasleader: 'true' }),
    { kind: 'ended', stream: 'w' },
  ),
  sentence(
    'a watcher that does not is created',
    send('w', 'Watch', { create_request: { key: 'a' } }),
    receive(),
  ),
  sentence('status tells that there is no leader', changed(statusTellsMore, call('Status', {}))),
  sentence('members are listed as they were last known', call('MemberList', {})),
  ...since(
    ['3.5.0'],
    [
      sentence('/health says that it is not healthy, and why', http('GET', '/health')),
      sentence('/health?serializable says that it is', http('GET', '/health?serializable=true')),
      sentence('it is alive', http('GET', '/livez'), http('GET', '/readyz/serializable_read')),
    ],
  ),
  sentence(
    'leadership cannot be moved by who does not have it',
    call('MoveLeader', { targetID: 404n }),
  ),
];
