// A learner that is added and never started: what may be done with it, and what not. A single voter goes on
// serving, so all servers are as before when it is gone. The id of a member is made of its URLs and the second
// in which it is added, and a removed id never comes back: every case has a URL of its own.
import { MissingAnswer, Reference } from '../case.ts';
import type { Case, Change, Step } from '../case.ts';
import { samePeerUrl } from '../same-urls.ts';
import { as, call, changed, put, sentence } from '../steps.ts';

const otherUrl = 'http://127.0.0.1:23890';

/** The member that the answer named so added. */
function addedBy(step: string): Reference {
  return new Reference((answers) => {
    const answer = answers.get(step);
    if (answer === undefined) throw new MissingAnswer(step);
    const { member } = answer as { readonly member: { readonly ID: unknown } };
    return BigInt(String(member.ID));
  });
}

function addLearner(...peerURLs: readonly string[]): Step {
  return call('MemberAdd', { peerURLs, isLearner: true });
}

const removeIt: Step = call('MemberRemove', { ID: addedBy('learner') });

/**
 * With a write behind each step: etcd drops a change of the membership that follows the one before too
 * closely, and its caller waits in vain.
 */
function withLearner(
  name: string,
  port: number,
  stepsWith: (url: string) => readonly Step[],
): Case {
  const url = `http://127.0.0.1:${port}`;
  const steps = [as('learner', addLearner(url)), ...stepsWith(url), removeIt];
  return sentence(name, ...steps.flatMap((step) => [step, put('settled', '')]));
}

/** Before, the list of members forgot that it was one. */
const staysLearner: Change = {
  since: ['3.5.31', '3.6.12', '3.7.0'],
  reference: 'section 7.2: MemberUpdate promoting a learner',
  expected: (oracle) => {
    const { members, ...rest } = oracle as {
      readonly members: readonly { readonly ID: unknown }[];
    };
    const isAdded = ({ ID }: { readonly ID: unknown }): boolean => ID === 'chosen by the server';
    return {
      ...rest,
      members: members.map((each) => (isAdded(each) ? { ...each, isLearner: true } : each)),
    };
  },
};

function updateIt(...peerURLs: readonly string[]): Step {
  return changed(staysLearner, call('MemberUpdate', { ID: addedBy('learner'), peerURLs }));
}

const list: Step = changed(staysLearner, call('MemberList', {}));

export const learnerCases: readonly Case[] = [
  withLearner('a learner is added, listed without a name, and removed', 23_821, () => [
    call('MemberList', {}),
    call('MemberList', { linearizable: true }),
  ]),
  withLearner('one learner at a time', 23_822, () => [
    addLearner(otherUrl),
    call('MemberList', {}),
  ]),
  withLearner('a learner that has nothing yet is not promoted', 23_823, () => [
    call('MemberPromote', { ID: addedBy('learner') }),
    call('MemberList', {}),
  ]),
  withLearner('the URL of a learner is taken', 23_824, (url) => [
    // With one URL alone it would have the same id, if it is still the same second.
    addLearner(otherUrl, url),
    call('MemberAdd', { peerURLs: [url, otherUrl] }),
  ]),
  withLearner('a learner is told to be somewhere else, and stays a learner', 23_825, () => [
    updateIt(otherUrl),
    list,
    call('MemberUpdate', { ID: addedBy('learner'), peerURLs: [samePeerUrl] }),
    list,
  ]),
  withLearner('a learner may have two URLs', 23_826, (url) => [
    updateIt(otherUrl, url),
    list,
    updateIt(url, otherUrl),
  ]),
  withLearner('leadership does not move to a learner', 23_827, () => [
    call('MoveLeader', { targetID: addedBy('learner') }),
  ]),
  withLearner('a member that was removed is no member any more', 23_828, () => [
    removeIt,
    call('MemberUpdate', { ID: addedBy('learner'), peerURLs: [otherUrl] }),
    call('MemberPromote', { ID: addedBy('learner') }),
    call('MemberList', {}),
  ]),
];
