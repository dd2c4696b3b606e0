// etcd's flags that do not work here, as options: taken with a warning, or refused. Which, and why, stands in
// the list of all flags.
import { etcdFlags } from '@cairn/config';
import type { EtcdFlag, Option } from '@cairn/config';

export const foreignOptions: Readonly<Record<string, Option<undefined>>> = Object.fromEntries(
  etcdFlags
    .filter(({ outcome }) => outcome !== 'works')
    .map((flag) => [flag.name, foreignOption(flag)]),
);

/** Other name → name, of all flags of etcd. */
export const etcdAliases: Readonly<Record<string, string>> = Object.fromEntries(
  etcdFlags.flatMap(({ name, aliases }) => aliases.map((alias) => [alias, name])),
);

function foreignOption({ outcome, note, isSwitch, harmless }: EtcdFlag): Option<undefined> {
  return {
    placeholder: '<text>',
    help: note,
    isSwitch,
    isList: true,
    isHidden: true,
    fallback: { kind: 'default', value: undefined, text: '' },
    parse: (text) => {
      if (text === '' || harmless.includes(text)) return { kind: 'value', value: undefined };
      if (outcome === 'refused') return { kind: 'mistake', message: `is refused: ${note}` };
      return { kind: 'value', value: undefined, warning: `has no effect here: ${note}` };
    },
  };
}
